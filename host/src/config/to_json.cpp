#include "config/to_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace vuedeo::config {

nlohmann::json toJson(const std::string& key, const Node& node, Faults& faults) {
    if (const auto* table = std::get_if<Node::Table>(&node.value)) {
        nlohmann::json object = nlohmann::json::object();
        for (const Member& member : *table) {
            object[member.key] = toJson(key + '.' + member.key, member.node, faults);
        }
        return object;
    }
    if (const auto* array = std::get_if<Node::Array>(&node.value)) {
        nlohmann::json elements = nlohmann::json::array();
        for (std::size_t i = 0; i < array->size(); ++i) {
            elements.push_back(toJson(key + '[' + std::to_string(i) + ']', (*array)[i], faults));
        }
        return elements;
    }
    if (const auto* timestamp = std::get_if<Timestamp>(&node.value)) return timestamp->rfc3339;
    if (const auto* text = std::get_if<std::string>(&node.value)) return *text;
    if (const auto* integer = std::get_if<int64_t>(&node.value)) return *integer;
    if (const auto* boolean = std::get_if<bool>(&node.value)) return *boolean;
    const double number = std::get<double>(node.value);
    if (!std::isfinite(number)) faults.add(node.at, key, "must be a finite number");
    return number;
}

}  // namespace vuedeo::config
