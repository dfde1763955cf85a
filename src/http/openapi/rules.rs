use std::ops::RangeInclusive;

use app::model::ranges::{DECIMAL, INTERVAL_MINUTES, WHOLE};
use utoipa::{
    Modify, Number,
    openapi::{
        AllOfBuilder, Object, ObjectBuilder, OpenApi, RefOr, Required, Schema,
        path::{Parameter, ParameterIn},
        schema::{AdditionalProperties, AnyOfBuilder, SchemaType, Type},
    },
};

/// Adds rules that a derived schema cannot express. The ranges of numbers come from [`app::model::ranges`].
pub(super) struct Rules;

impl Modify for Rules {
    fn modify(&self, document: &mut OpenApi) {
        for item in document.paths.paths.values_mut() {
            let parameters = item.get.iter_mut().filter_map(|operation| operation.parameters.as_mut());
            for parameter in parameters.flatten() {
                if let RefOr::T(parameter) = parameter {
                    if parameter.name == "interval_minutes" {
                        within(parameter.schema.as_mut(), &INTERVAL_MINUTES);
                    }
                    or_empty(parameter);
                }
            }
        }
        let Some(components) = &mut document.components else { return };
        let mut change = |name: &str, rule: fn(Object) -> Schema| {
            if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get(name).cloned() {
                components.schemas.insert(name.to_owned(), RefOr::T(rule(object)));
            }
        };
        change("SchedulerConfig", |config| ranged(config).into());
        change("PerformanceSettings", |settings| no_others(ranged(settings)));
        change("Repair", named_losses);
        // Not composed with `allOf`, because `PerformanceSettings` allows no additional members.
        if let Some(RefOr::T(Schema::Object(settings))) = components.schemas.get("PerformanceSettings") {
            let saved = with_warning(settings.clone());
            components.schemas.insert("SavedPerformance".to_owned(), RefOr::T(saved));
        }
    }
}

/// Adds the allowed ranges to numeric members.
fn ranged(mut object: Object) -> Object {
    within(object.properties.get_mut("interval_minutes"), &INTERVAL_MINUTES);
    for setting in WHOLE {
        within(object.properties.get_mut(setting.name), &setting.allowed);
    }
    for setting in DECIMAL {
        within(object.properties.get_mut(setting.name), &setting.allowed);
    }
    object
}

fn within<N: Copy + Into<Number>>(schema: Option<&mut RefOr<Schema>>, allowed: &RangeInclusive<N>) {
    if let Some(RefOr::T(Schema::Object(number))) = schema {
        number.minimum = Some((*allowed.start()).into());
        number.maximum = Some((*allowed.end()).into());
    }
}

/// The settings after a save, with a warning if there is one.
fn with_warning(mut settings: Object) -> Schema {
    settings.description = Some("The performance settings after a save.".to_owned());
    settings.additional_properties = None;
    settings.properties.insert("warning".to_owned(), of(Type::String).into());
    settings.into()
}

fn of(kind: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::new(kind))
}

/// Allows empty values for optional parameters, because forms send empty fields, which count as absent.
fn or_empty(parameter: &mut Parameter) {
    let optional =
        matches!(parameter.parameter_in, ParameterIn::Query) && matches!(parameter.required, Required::False);
    if let Some(schema) = parameter.schema.take_if(|_| optional) {
        let empty = of(Type::String).max_length(Some(0));
        parameter.schema = Some(AnyOfBuilder::new().item(schema).item(empty).into());
    }
}

/// Rejects unknown settings, which are probably typing errors.
fn no_others(mut object: Object) -> Schema {
    object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    object.into()
}

/// Requires a site or project if `accept_losses` is set.
fn named_losses(object: Object) -> Schema {
    let accepts_none = of(Type::Boolean).enum_values(Some([false]));
    let names = AnyOfBuilder::new()
        .item(ObjectBuilder::new().property("accept_losses", accepts_none))
        .item(ObjectBuilder::new().property("site", of(Type::String)).required("site"))
        .item(ObjectBuilder::new().property("project", of(Type::String)).required("project"));
    AllOfBuilder::new().item(object).item(names).build().into()
}
