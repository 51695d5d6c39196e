#include "http/media_type.hpp"

#include <array>
#include <utility>

namespace vuedeo::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
    {".xml", "application/xml"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".wasm", "application/wasm"},
    {".mp3", "audio/mpeg"},
    {".ogg", "audio/ogg"},
    {".wav", "audio/wav"},
}};

}  // namespace

std::string mediaTypeOf(std::string_view fileName) {
    for (const auto& [ending, type] : kTypes) {
        if (fileName.size() > ending.size() &&
            fileName.substr(fileName.size() - ending.size()) == ending) {
            return std::string(type);
        }
    }
    return "application/octet-stream";
}

}  // namespace vuedeo::http
