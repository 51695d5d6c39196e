// gzip, for what is worth it.
//
// An answer that holds a secret beside something that a stranger chose must not be compressed: its
// length would tell how much they have in common (BREACH). Here that needs a page of another site
// which makes a browser ask with the victim's rights, and there are none that a browser adds by
// itself: no cookie, only tokens that a script must send. Tokens are handed out in answers to POST,
// and those are not compressed all the same.
#pragma once
#include <memory>
#include <string>

#include "net/message.hpp"

namespace vuedeo::http {

// The answer to a GET, compressed when the client takes it, it is a good one, and its size pays:
// from 1 KiB up to 4 MiB, which take tens of milliseconds. For the threads of lanes: a loop has no
// such time.
net::Response compressed(const net::Request& request, net::Response response);

// gzip of a text that comes in pieces; the last one ends it.
class GzipPieces {
public:
    GzipPieces();
    ~GzipPieces();
    GzipPieces(const GzipPieces&) = delete;
    GzipPieces& operator=(const GzipPieces&) = delete;

    std::string add(const std::string& piece, bool isLast);

private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

}  // namespace vuedeo::http
