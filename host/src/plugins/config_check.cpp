// Without it, a schema that valijson cannot use would end the process.
#define VALIJSON_USE_EXCEPTIONS 1
#include "plugins/config_check.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

namespace vuedeo::plugins {
namespace {

using nlohmann::json;
using Adapter = valijson::adapters::NlohmannJsonAdapter;

// A fault as valijson places it: the keys from the root of the table to the value.
using Path = std::vector<std::string>;

std::string joined(const std::vector<std::string>& words, const char* separator) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
    return text;
}

// "<root>", "[port]", "[0]" ... as valijson spells a place.
Path toPath(const std::vector<std::string>& context) {
    Path path;
    for (const std::string& part : context) {
        if (part.size() > 2 && part.front() == '[') path.push_back(part.substr(1, part.size() - 2));
    }
    return path;
}

const json* member(const json* object, const std::string& key) {
    if (object == nullptr || !object->is_object()) return nullptr;
    const auto found = object->find(key);
    return found == object->end() ? nullptr : &*found;
}

// What the schema says of the value at this path; null where it says it in some other way.
const json* schemaAt(const json& schema, const Path& path) {
    const json* at = &schema;
    for (const std::string& key : path) {
        const json* next = member(member(at, "properties"), key);
        if (next == nullptr) next = member(at, "items");
        if (next == nullptr) next = member(at, "additionalProperties");
        at = next;
    }
    return at != nullptr && at->is_object() ? at : nullptr;
}

const json* valueAt(const json& config, const Path& path) {
    const json* at = &config;
    for (const std::string& key : path) {
        if (at != nullptr && at->is_array()) {
            const bool number =
                std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
            const std::size_t index = number ? std::stoul(key) : at->size();
            at = index < at->size() ? &(*at)[index] : nullptr;
        } else {
            at = member(at, key);
        }
    }
    return at;
}

std::string names(const json* object) {
    std::vector<std::string> keys;
    if (object != nullptr) {
        for (const auto& [key, value] : object->items()) keys.push_back(key);
    }
    return joined(keys, ", ");
}

// "an integer, minimum 1, maximum 64 (of connections)": from the schema, for people.
std::string expected(const json* schema) {
    if (schema == nullptr) return "as the plugin's documentation says";
    std::vector<std::string> parts;
    if (const json* type = member(schema, "type")) {
        parts.push_back(type->is_string() ? type->get<std::string>() : type->dump());
    }
    if (const json* choices = member(schema, "enum")) parts.push_back("one of " + choices->dump());
    for (const char* key :
         {"const", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf",
          "minLength", "maxLength", "pattern", "format", "minItems", "maxItems"}) {
        if (const json* limit = member(schema, key)) {
            parts.push_back(std::string(key) + " " + limit->dump());
        }
    }
    std::string text = joined(parts, ", ");
    const json* description = member(schema, "description");
    if (description != nullptr && description->is_string()) {
        text += (text.empty() ? "" : " - ") + description->get<std::string>();
    }
    return text.empty() ? "as the plugin's documentation says" : text;
}

struct Fault {
    Path path;
    std::string what;
};

// The nearest that a person can act on: a missing key, an unknown one, or a value that does not
// fit.
std::vector<Fault> explain(const json& schema, const json& config, const Path& path) {
    const json* at = schemaAt(schema, path);
    const json* value = valueAt(config, path);
    std::vector<Fault> faults;
    const auto add = [&](const std::string& key, const std::string& what) {
        Path full = path;
        full.push_back(key);
        faults.push_back({std::move(full), what});
    };
    if (value != nullptr && value->is_object()) {
        const json* properties = member(at, "properties");
        if (const json* required = member(at, "required"); required != nullptr) {
            for (const json& key : *required) {
                if (!key.is_string() || value->contains(key.get<std::string>())) continue;
                add(key, "is missing: it must be " + expected(member(properties, key)));
            }
        }
        const json* others = member(at, "additionalProperties");
        if (others != nullptr && others->is_boolean() && !others->get<bool>()) {
            for (const auto& [key, ignored] : value->items()) {
                if (member(properties, key) != nullptr) continue;
                const std::string known = names(properties);
                add(key, known.empty() ? "is unknown: the plugin has no configuration"
                                       : "is unknown: the keys are " + known);
            }
        }
    }
    return faults;
}

// Both what is missing and what does not fit; around a fault that was told, only the former.
std::vector<Fault> explainAll(const json& schema, const json& config, std::vector<Path> paths) {
    std::stable_sort(paths.begin(), paths.end(),
                     [](const Path& a, const Path& b) { return a.size() > b.size(); });
    std::vector<Path> told;
    std::vector<Fault> all;
    for (const Path& path : paths) {
        if (std::find(told.begin(), told.end(), path) != told.end()) continue;
        const bool around = std::any_of(told.begin(), told.end(), [&path](const Path& deeper) {
            return std::equal(path.begin(), path.end(), deeper.begin());
        });
        std::vector<Fault> faults = explain(schema, config, path);
        if (faults.empty() && !around) {
            faults.push_back({path, "must be " + expected(schemaAt(schema, path))});
        }
        std::move(faults.begin(), faults.end(), std::back_inserter(all));
        told.push_back(path);
    }
    return all;
}

json parseSchema(const std::string& pluginId, const char* text, valijson::Schema& schema) {
    try {
        json document = json::parse(text);
        const Adapter adapter(document);
        valijson::SchemaParser().populateSchema(adapter, schema);
        return document;
    } catch (const std::exception& e) {
        throw std::runtime_error(pluginId + ": the plugin's own configuration schema is broken (" +
                                 e.what() + "): report it to the plugin's author");
    }
}

std::vector<Path> failures(const std::string& pluginId, const valijson::Schema& schema,
                           const json& config) {
    valijson::ValidationResults results;
    std::vector<Path> paths;
    try {
        valijson::Validator validator;
        const Adapter adapter(config);
        if (validator.validate(schema, adapter, &results)) return paths;
    } catch (
        const std::exception& e) {  // a "pattern" that is no regular expression shows only here
        throw std::runtime_error(pluginId + ": the plugin's own configuration schema is broken (" +
                                 e.what() + "): report it to the plugin's author");
    }
    valijson::ValidationResults::Error error;
    while (results.popError(error)) paths.push_back(toPath(error.context));
    if (paths.empty()) paths.emplace_back();
    return paths;
}

}  // namespace

void checkConfig(const std::string& pluginId, const char* schemaJson, const std::string& configJson,
                 const std::string& source) {
    if (schemaJson == nullptr) return;
    valijson::Schema schema;
    const json schemaDocument = parseSchema(pluginId, schemaJson, schema);
    const json config = json::parse(configJson);

    std::vector<std::string> lines;
    for (const Fault& fault :
         explainAll(schemaDocument, config, failures(pluginId, schema, config))) {
        std::string key = "plugins." + pluginId;
        for (const std::string& part : fault.path) key += "." + part;
        lines.push_back(source + (source.empty() ? "" : ": ") + key + ": " + fault.what);
    }
    if (!lines.empty()) throw std::runtime_error(joined(lines, "\n"));
}

}  // namespace vuedeo::plugins
