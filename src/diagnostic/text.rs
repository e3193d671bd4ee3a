//! Text that there may be millions of, in two words of memory.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use lean_string::LeanStr;

/// Words that are the same in many findings stand once in the program; those made for one take no room to grow.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(LeanStr);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(self)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&'static str> for Text {
    fn from(constant: &'static str) -> Text {
        Text(LeanStr::from_static_str(constant))
    }
}

impl From<String> for Text {
    fn from(made: String) -> Text {
        Text(LeanStr::from(made))
    }
}

impl From<Cow<'static, str>> for Text {
    fn from(text: Cow<'static, str>) -> Text {
        match text {
            Cow::Borrowed(constant) => constant.into(),
            Cow::Owned(made) => made.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_takes_two_words_and_keeps_constants_where_they_are() {
        assert_eq!(size_of::<Option<Text>>(), 16);
        let constant = "add the record it points at, or correct the name";
        assert_eq!(Text::from(constant).as_ptr(), constant.as_ptr());
        assert_eq!(&*Text::from(constant.to_owned()), constant);
    }
}
