//! Schemas for the OpenAPI document, for members whose Rust type is less strict than the check.

use utoipa::openapi::{
    KnownFormat, Object, ObjectBuilder, RefOr, Schema, SchemaFormat,
    schema::{AnyOfBuilder, SchemaType, Type},
};

use super::{Named, RunStatus, SyncType};

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::new(Type::String))
}

/// RFC 3339, or a date.
pub(super) fn date() -> RefOr<Schema> {
    let of = |format| -> Object { text().format(Some(SchemaFormat::KnownFormat(format))).build() };
    AnyOfBuilder::new().item(of(KnownFormat::DateTime)).item(of(KnownFormat::Date)).into()
}

/// The name of a run's status.
pub(super) fn run_status() -> RefOr<Schema> {
    text().enum_values(Some(RunStatus::STORED.map(RunStatus::as_str))).into()
}

/// The name of a run's type.
pub(super) fn sync_type() -> RefOr<Schema> {
    text().enum_values(Some(SyncType::ALL.iter().map(|kind| kind.as_str()))).into()
}
