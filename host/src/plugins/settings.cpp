#include "plugins/settings.hpp"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

namespace vuedeo::plugins {
namespace {

using Json = nlohmann::json;

bool soundsSecret(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    constexpr const char* kWords[] = {"secret", "password",   "token",      "api_key",
                                      "apikey", "credential", "private_key"};
    return std::any_of(std::begin(kWords), std::end(kWords),
                       [&name](const char* word) { return name.find(word) != std::string::npos; });
}

const Json* memberOf(const Json* schema, const char* name) {
    if (schema == nullptr || !schema->is_object()) return nullptr;
    const auto found = schema->find(name);
    return found == schema->end() ? nullptr : &*found;
}

bool declaresSecret(const Json* schema) {
    const Json* writeOnly = memberOf(schema, "writeOnly");
    const Json* format = memberOf(schema, "format");
    return (writeOnly != nullptr && *writeOnly == true) ||
           (format != nullptr && *format == "password");
}

class Walk {
public:
    explicit Walk(const std::vector<std::string>& confidential) : confidential_(confidential) {}

    void visit(const std::string& key, const Json& value, const Json* schema, bool secret) {
        secret = secret || declaresSecret(schema);
        const bool nested =
            value.is_object() ||
            (value.is_array() && std::any_of(value.begin(), value.end(), [](const Json& element) {
                 return element.is_structured();
             }));
        if (!nested) return add(key, value, secret || isConfidential(key));
        if (value.is_array()) {
            for (std::size_t i = 0; i < value.size(); ++i) {
                visit(key + '[' + std::to_string(i) + ']', value[i], memberOf(schema, "items"),
                      secret);
            }
            return;
        }
        const Json* properties = memberOf(schema, "properties");
        for (const auto& [name, member] : value.items()) {
            const Json* declared = memberOf(properties, name.c_str());
            if (declared == nullptr) declared = memberOf(schema, "additionalProperties");
            visit(key.empty() ? name : key + '.' + name, member, declared,
                  secret || soundsSecret(name));
        }
    }

    std::vector<Setting> take() { return std::move(settings_); }

private:
    void add(const std::string& key, const Json& value, bool hidden) {
        settings_.push_back({key, hidden ? "null" : value.dump(), hidden});
    }
    // Itself, or one of its elements.
    bool isConfidential(const std::string& key) const {
        return std::any_of(
            confidential_.begin(), confidential_.end(), [&key](const std::string& other) {
                return other == key || other.compare(0, key.size() + 1, key + '[') == 0;
            });
    }

    const std::vector<std::string>& confidential_;
    std::vector<Setting> settings_;
};

}  // namespace

std::vector<Setting> shownSettings(const std::string& configJson,
                                   const std::vector<std::string>& confidential,
                                   const char* schemaJson) {
    const Json schema = schemaJson == nullptr ? Json() : Json::parse(schemaJson, nullptr, false);
    Walk walk(confidential);
    const Json config = Json::parse(configJson);
    if (!config.empty()) walk.visit("", config, &schema, false);
    return walk.take();
}

}  // namespace vuedeo::plugins
