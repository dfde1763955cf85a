/// An enum whose values each have one name: in JSON, in URLs and in tables.
pub trait Named: Copy + 'static {
    /// Every value.
    const ALL: &'static [Self];

    /// The name.
    fn as_str(self) -> &'static str;

    /// The value with that name, if there is one.
    fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == name)
    }
}

/// Defines the names of an enum's values. They are the same as serde's, which `names_equal_those_in_json` checks.
macro_rules! named {
    ($name:ident { $($value:ident => $text:literal),+ $(,)? }) => {
        impl $name {
            /// The name in JSON, in URLs and in tables.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)+
                }
            }
        }

        impl $crate::model::Named for $name {
            const ALL: &'static [Self] = &[$(Self::$value),+];

            fn as_str(self) -> &'static str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(super) use named;

#[cfg(test)]
mod tests {
    use super::Named;
    use crate::model::{
        DeletionKind, Doubt, Edition, ProblemKind, ProjectState, RunStatus, SkipReason, SyncMode, SyncType,
    };

    fn check<T: Named + serde::Serialize + PartialEq + std::fmt::Debug>() {
        for value in T::ALL {
            assert_eq!(serde_json::json!(value), value.as_str());
            assert_eq!(T::parse(value.as_str()).as_ref(), Some(value));
        }
        assert_eq!(T::parse(""), None);
    }

    #[test]
    fn names_equal_those_in_json() {
        check::<DeletionKind>();
        check::<Doubt>();
        check::<Edition>();
        check::<ProblemKind>();
        check::<ProjectState>();
        check::<RunStatus>();
        check::<SkipReason>();
        check::<SyncMode>();
        check::<SyncType>();
    }
}
