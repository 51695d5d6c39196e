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

struct GzipPieces::Stream {
    std::ostringstream out;
    Poco::DeflatingOutputStream deflate{out, Poco::DeflatingStreamBuf::STREAM_GZIP, kFast};
};

GzipPieces::GzipPieces() : stream_(std::make_unique<Stream>()) {}
GzipPieces::~GzipPieces() = default;

std::string GzipPieces::add(const std::string& piece, bool isLast) {
    stream_->deflate.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (isLast) stream_->deflate.close();
    std::string bytes = stream_->out.str();
    stream_->out.str({});
    return bytes;
}

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
