//! Addresses of files, as clients write them (RFC 8089), and paths.

use std::path::{Path, PathBuf};

/// The path of a `file:` address; none of any other, as of text that was never saved.
pub(super) fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let path = rest.split(['?', '#']).next().filter(|path| path.starts_with('/'))?;
    let bytes = decoded(path.as_bytes());
    // What has a NUL is no path of any system.
    if bytes.contains(&0) { None } else { from_bytes(bytes) }
}

/// The address of an absolute path.
pub(super) fn of_path(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    let text = if cfg!(windows) {
        let text = path.to_string_lossy().replace('\\', "/");
        if text.starts_with('/') { text.into_bytes() } else { format!("/{text}").into_bytes() }
    } else {
        path.as_os_str().as_encoded_bytes().to_vec()
    };
    for byte in text {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => uri.push(byte.into()),
            _ => uri += &format!("%{byte:02X}"),
        }
    }
    uri
}

/// The bytes that a text stands for (RFC 3986 section 2.1).
fn decoded(text: &[u8]) -> Vec<u8> {
    let digit = |at: usize| text.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        match (text[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(std::ffi::OsString::from_vec(bytes).into())
}

/// `/c:/zones` is `c:/zones`.
#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> Option<PathBuf> {
    let text = String::from_utf8(bytes).ok()?;
    let is_drive = text.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if is_drive { &text[1..] } else { &text }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths() {
        for (path, uri) in [
            ("/zones/example.com.zone", "file:///zones/example.com.zone"),
            ("/a b/100%/\u{e9}#?.zone", "file:///a%20b/100%25/%C3%A9%23%3F.zone"),
        ] {
            assert_eq!(of_path(Path::new(path)), uri);
            assert_eq!(to_path(uri).as_deref(), Some(Path::new(path)));
        }
        assert_eq!(to_path("file://localhost/a%2fb%zz").as_deref(), Some(Path::new("/a/b%zz")));
        for other in ["untitled:Untitled-1", "file://server/share", "file:", "/etc/passwd", "file:///a%00"] {
            assert_eq!(to_path(other), None, "{other}");
        }
    }
}
