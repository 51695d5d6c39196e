#include "http/compression.hpp"

#include <Poco/DeflatingStream.h>

#include <cstddef>
#include <ios>
#include <sstream>
#include <utility>

#include "http/content_encoding.hpp"
#include "net/limits.hpp"

namespace vuedeo::http {
namespace {

constexpr std::size_t kLeastBytes = net::kKiB;
constexpr std::size_t kMostBytes = 4 * net::kMiB;
// Of numbers, higher levels save a few per cent more for several times the time.
constexpr int kFast = 1;

std::string gzip(const std::string& content) {
    std::ostringstream out;
    Poco::DeflatingOutputStream deflate(out, Poco::DeflatingStreamBuf::STREAM_GZIP, kFast);
    deflate.write(content.data(), static_cast<std::streamsize>(content.size()));
    deflate.close();
    return out.str();
}

}  // namespace

net::Response compressed(const net::Request& request, net::Response response) {
    const std::size_t bytes = response.body.size();
    if (response.status != 200 || bytes < kLeastBytes || bytes > kMostBytes) return response;
    response.headers.set("Vary", "Accept-Encoding");
    if (!acceptsEncoding(request.header("Accept-Encoding"), "gzip")) return response;
    response.body = gzip(response.body);
    response.headers.set("Content-Encoding", "gzip");
    return response;
}

}  // namespace vuedeo::http
