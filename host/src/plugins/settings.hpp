// A plugin's configuration as administrators may see it: without anything that may be a secret.
#pragma once
#include <string>
#include <vector>

namespace vuedeo::plugins {

struct Setting {
    std::string key;        // "stun_urls", "servers[0].url"
    std::string valueJson;  // "null" when it is hidden
    bool hidden = false;
};

// Hidden is what came from the environment or a file (confidential: its keys, as above), what the
// schema declares "writeOnly" or of the format "password", and what is named like a secret.
std::vector<Setting> shownSettings(const std::string& configJson,
                                   const std::vector<std::string>& confidential,
                                   const char* schemaJson);

}  // namespace vuedeo::plugins
