use app::model::Named;
use sea_orm::{ColIdx, DbErr, QueryResult, TryGetError, TryGetable, Value};

/// A value of a shared enum in a column, stored by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored<T>(pub T);

impl<T: PartialEq> PartialEq<T> for Stored<T> {
    fn eq(&self, other: &T) -> bool {
        self.0 == *other
    }
}

impl<T: Named> TryGetable for Stored<T> {
    fn try_get_by<I: ColIdx>(row: &QueryResult, column: I) -> Result<Self, TryGetError> {
        let name = String::try_get_by(row, column)?;
        let unknown = || DbErr::Type(format!("{column:?} contains the unknown name \"{name}\""));
        Ok(Self(T::parse(&name).ok_or_else(unknown)?))
    }
}

impl<T: Named> From<Stored<T>> for Value {
    fn from(stored: Stored<T>) -> Self {
        stored.0.as_str().into()
    }
}

/// Required by sea-orm for nullable columns.
impl<T: Named> sea_orm::sea_query::Nullable for Stored<T> {
    fn null() -> Value {
        Value::String(None)
    }
}
