#include "json.hpp"

#include <nlohmann/json.hpp>
#include <vuedeo/plugin.hpp>

namespace vuedeo::charts {

using nlohmann::json;

json readObject(std::string_view text, const std::string& name) {
    if (text.size() > kMaxJsonBytes) {
        throw Error::invalid(name, "is longer than " + std::to_string(kMaxJsonBytes) + " bytes");
    }
    const auto refuseDepth = [&name](int depth, json::parse_event_t, const json&) {
        if (depth > kMaxJsonDepth) throw Error::invalid(name, "is nested too deeply");
        return true;
    };
    json value;
    try {
        value = json::parse(text, refuseDepth);
    } catch (const json::exception&) {
        throw Error::invalid(name, "is not JSON");
    }
    if (!value.is_object()) throw Error::invalid(name, "must be an object");
    return value;
}

const json& arrayAt(const json& object, const char* key, const std::string& path) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array()) {
        throw Error::invalid(path + "." + key, "must be an array");
    }
    return *found;
}

const std::string& stringAt(const json& object, const char* key, const std::string& path,
                            std::size_t maxBytes) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) {
        throw Error::invalid(path + "." + key, "must be a string");
    }
    const auto& text = found->get_ref<const std::string&>();
    if (text.size() > maxBytes) {
        throw Error::invalid(path + "." + key,
                             "is longer than " + std::to_string(maxBytes) + " bytes");
    }
    return text;
}

}  // namespace vuedeo::charts
