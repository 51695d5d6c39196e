#include "http/json_body.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/MediaType.h>
#include <Poco/String.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "http/json_events.hpp"
#include "http/problem.hpp"

namespace vuedeo::http {
namespace {

bool isJsonMediaType(const std::string& contentType) {
    if (contentType == "application/json") return true;  // nearly always, and soon told
    const Poco::Net::MediaType type(contentType);
    if (!type.matches("application", "json")) return false;
    return !type.hasParameter("charset") ||
           Poco::icompare(type.getParameter("charset"), "utf-8") == 0;
}

std::string position(std::string_view text, std::size_t byte) {
    const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t lineStart = before.rfind('\n');
    const std::size_t column =
        before.size() - (lineStart == std::string_view::npos ? 0 : lineStart + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// Watches a parse, and refuses what nlohmann::json takes: members given twice and deep nesting.
class Strictness {
public:
    bool operator()(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        if (event == Event::object_start || event == Event::array_start) {
            if (depth >= kJsonDepth) {
                throw Problem(
                    400, "json-invalid",
                    "The JSON nests deeper than " + std::to_string(kJsonDepth) + " levels");
            }
            if (event == Event::object_start) names_.emplace_back();
        } else if (event == Event::object_end) {
            names_.pop_back();
        } else if (event == Event::key) {
            const auto& name = parsed.get_ref<const std::string&>();
            if (!names_.back().insert(name).second) {
                throw Problem(400, "json-invalid", "The JSON gives a member twice", name);
            }
        }
        return true;
    }

private:
    std::vector<std::set<std::string>> names_;  // of the objects that are open
};

// Checks what comes before the JSON itself, then has it read, and names the place of what is not
// JSON.
template <class Read>
void readStrictly(const net::Request& request, const Read& read) {
    requireJsonMediaType(request);
    if (request.body.empty()) throw Problem(400, "json-invalid", "The body is empty: send JSON");
    // nlohmann::json takes a NUL for the end, whatever follows.
    if (const std::size_t nul = request.body.find('\0'); nul != std::string::npos) {
        throw Problem(400, "json-invalid",
                      "The body holds a NUL at " + position(request.body, nul + 1));
    }
    try {
        read(request.body);
    } catch (const nlohmann::json::parse_error& error) {
        throw Problem(400, "json-invalid",
                      "The body is not valid JSON at " + position(request.body, error.byte));
    } catch (const nlohmann::json::out_of_range&) {
        throw Problem(400, "json-invalid", "The JSON holds a number beyond what a double can hold");
    }
}

}  // namespace

void requireJsonMediaType(const net::Request& request) {
    const std::string contentType = request.header("Content-Type");
    if (!contentType.empty() && isJsonMediaType(contentType)) return;
    throw Problem(415, "media-type-unsupported",
                  "The body must be JSON, with Content-Type: application/json", "Content-Type");
}

nlohmann::json parseJsonBody(const net::Request& request) {
    nlohmann::json document;
    readStrictly(request, [&document](const std::string& text) {
        Strictness strictness;
        document = nlohmann::json::parse(text, std::ref(strictness));
    });
    return document;
}

bool JsonEvents::parse_error(std::size_t, const std::string&,
                             const nlohmann::detail::exception& error) {
    if (const auto* syntax = dynamic_cast<const nlohmann::json::parse_error*>(&error)) {
        throw nlohmann::json::parse_error(*syntax);
    }
    throw nlohmann::json::out_of_range(dynamic_cast<const nlohmann::json::out_of_range&>(error));
}

void readJsonBody(const net::Request& request, JsonEvents& reader) {
    readStrictly(request,
                 [&reader](const std::string& text) { nlohmann::json::sax_parse(text, &reader); });
}

}  // namespace vuedeo::http
