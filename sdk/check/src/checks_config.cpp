// What the plugin takes as its configuration, and how it refuses the rest.
#include <nlohmann/json.hpp>
#include <string>

#include "check.hpp"
#include "instance.hpp"

namespace vuedeo::check {
namespace {

using nlohmann::json;

json schemaOf(const Subject& subject) {
    const char* schema = loadModule(subject.plugin).config_schema;
    if (schema == nullptr) throw Skipped("it has no config_schema");
    return json::parse(schema);
}

void schemaIsAnObject(const Subject& subject) {
    const json schema = schemaOf(subject);
    require(schema.is_object(), "config_schema is no JSON object");
    require(schema.value("type", "") == "object", "its \"type\" is not \"object\"");
    const json properties = schema.value("properties", json::object());
    for (const auto& [key, value] : properties.items()) {
        require(value.is_object() && value.contains("description"),
                "the property " + key + " has no description");
    }
}

Answer create(const Subject& subject, const std::string& config) {
    CheckHost host(subject.scratch / "data");
    Instance instance(loadModule(subject.plugin), host, config);
    return instance.create();
}

void examplesCreate(const Subject& subject) {
    const json examples = schemaOf(subject).value("examples", json::array());
    if (examples.empty()) throw Skipped("its schema has no examples");
    for (const json& example : examples) {
        const Answer answer = create(subject, example.dump());
        require(answer.status == VUEDEO_OK, "create answered " + toString(answer.status) + " (" +
                                                answer.message + ") to the example " +
                                                example.dump());
    }
}

void refusesWhatIsNoObject(const Subject& subject) {
    if (schemaOf(subject).value("properties", json::object()).empty()) {
        throw Skipped("it has no configuration");
    }
    for (const char* config : {"{", "[]", "null", "\"text\"", "{}}"}) {
        const Answer answer = create(subject, config);
        require(
            answer.status == VUEDEO_E_INVALID,
            std::string("create answered ") + toString(answer.status) + " to the text " + config);
    }
}

void namesTheKey(const Subject& subject) {
    const std::string key = "no-such-key";
    json config = json::parse(subject.configJson);
    config[key] = true;
    const json schema = schemaOf(subject);
    if (schema.value("additionalProperties", json(true)) == json(false)) return;
    const Answer answer = create(subject, config.dump());
    require(answer.status == VUEDEO_E_INVALID && answer.field == key,
            "its schema allows a key that it does not know, and create answered " +
                toString(answer.status) + " with the field \"" + answer.field + "\"");
}

// A plugin reads what the host has held against its schema, but it must not trust that.
void refusesWrongTypes(const Subject& subject) {
    if (create(subject, subject.configJson).status != VUEDEO_OK) {
        throw Skipped("create fails without --config");
    }
    const json properties = schemaOf(subject).value("properties", json::object());
    for (const auto& [key, property] : properties.items()) {
        if (property.value("type", json()) == "object") continue;
        json config = json::parse(subject.configJson);
        config[key] = json::object({{"no", "such"}});
        const Answer answer = create(subject, config.dump());
        require(answer.status == VUEDEO_E_INVALID,
                "create answered " + toString(answer.status) + " to an object for " + key);
        require(answer.field.rfind(key, 0) == 0,
                "the field of the error is \"" + answer.field + "\" where " + key + " is wrong");
    }
}

}  // namespace

std::vector<Check> configChecks() {
    return {
        {"schema-describes", "config_schema is a JSON Schema of an object that describes each key.",
         "", schemaIsAnObject},
        {"schema-examples", "The examples of the schema are configurations that create takes.", "",
         examplesCreate},
        {"schema-closed", "A key that the plugin does not know is refused and named.", "",
         namesTheKey},
        {"config-not-object", "create answers INVALID to what is no JSON object.", "",
         refusesWhatIsNoObject},
        {"config-wrong-type",
         "create answers INVALID to a value of the wrong type and names its key.", "",
         refusesWrongTypes},
    };
}

}  // namespace vuedeo::check
