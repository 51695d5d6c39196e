// A JSON body told as it is read, for who needs no document of it in memory: override what
// nlohmann::json_sax announces (null, boolean, number_..., string, key, start_..., end_...), and
// throw to refuse.
#pragma once
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>

#include "net/message.hpp"

namespace vuedeo::http {

class JsonEvents : public nlohmann::json_sax<nlohmann::json> {
public:
    // Throws the error, which readJsonBody turns into a Problem.
    bool parse_error(std::size_t position, const std::string& lastToken,
                     const nlohmann::detail::exception& error) final;
};

// Throws what parseJsonBody() throws, except that depth and members given twice are the reader's
// own to refuse.
void readJsonBody(const net::Request& request, JsonEvents& reader);

}  // namespace vuedeo::http
