#include "api/fields.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/problem.hpp"
#include "rooms/identifiers.hpp"

namespace vuedeo::api {
namespace {

using http::Problem;

Problem invalid(const std::string& field, const std::string& detail) {
    return {400, "body-invalid", field + " " + detail, field};
}

}  // namespace

void requireMembers(const nlohmann::json& body, std::initializer_list<std::string_view> known) {
    if (!body.is_object()) {
        throw Problem(400, "body-invalid", "The body must be a JSON object.");
    }
    for (const auto& [name, value] : body.items()) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            throw invalid(name, "is not known here.");
        }
    }
}

std::optional<std::string> optionalText(const nlohmann::json& body, const char* name,
                                        std::size_t maxBytes) {
    const auto found = body.find(name);
    if (found == body.end() || found->is_null()) return std::nullopt;
    if (!found->is_string()) throw invalid(name, "must be a string.");
    std::string text = found->get<std::string>();
    if (text.size() > maxBytes) {
        throw invalid(name, "may have " + std::to_string(maxBytes) + " bytes.");
    }
    return text;
}

std::optional<int64_t> optionalInteger(const nlohmann::json& body, const char* name, int64_t min,
                                       int64_t max) {
    const auto found = body.find(name);
    if (found == body.end() || found->is_null()) return std::nullopt;
    const std::string range =
        "must be an integer from " + std::to_string(min) + " to " + std::to_string(max) + ".";
    const bool tooLarge =
        found->is_number_unsigned() && found->get<uint64_t>() > static_cast<uint64_t>(max);
    if (!found->is_number_integer() || tooLarge) throw invalid(name, range);
    const auto value = found->get<int64_t>();
    if (value < min || value > max) throw invalid(name, range);
    return value;
}

std::string roomParameter(const net::Request& request) {
    const std::string& name = request.params.at("room");
    if (!rooms::isRoomName(name)) {
        throw Problem(404, "room-not-found",
                      "A room's name has 1 to 128 of the characters A-Z a-z 0-9 - _.", "room");
    }
    return name;
}

std::optional<int64_t> timeParameter(const http::Query& query, const std::string& name) {
    const auto text = query.text(name, 40);
    if (!text) return std::nullopt;
    if (const auto ms = http::parseTimestamp(*text)) return ms;
    throw Problem(400, "query-invalid", name + " must be Unix time in milliseconds or RFC 3339.",
                  name);
}

}  // namespace vuedeo::api
