//! Reports: their formats, where they go, and what of a zone is shown.

mod fixes;
mod formats;
mod html;
#[cfg(unix)]
mod outputs;
mod roots;
#[cfg(unix)]
mod shown_text;
#[cfg(target_os = "linux")]
mod streams;
