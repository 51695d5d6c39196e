#include "net/request_parser.hpp"

#include <algorithm>
#include <utility>

namespace vuedeo::net {
namespace {

constexpr std::size_t kUnfinished = 0;

}  // namespace

std::size_t RequestParser::feed(std::string_view input) {
    std::size_t taken = 0;
    if (state_ == State::kIdle && !input.empty()) state_ = State::kHead;
    if (state_ == State::kHead) taken = feedHead(input);
    if (state_ == State::kBody) taken += feedBody(input.substr(taken));
    return taken;
}

std::shared_ptr<Request> RequestParser::take() {
    state_ = State::kIdle;
    return std::move(request_);
}

// A head that arrives whole is read where it lies; only one that comes in parts is copied.
std::size_t RequestParser::feedHead(std::string_view input) {
    const std::size_t before = head_.size();
    const std::size_t most = limits_.headerBytes - before;
    const bool enough = input.size() > most;
    if (enough) input = input.substr(0, most);
    if (before > 0) head_ += input;

    const std::string_view head = before > 0 ? std::string_view(head_) : input;
    const std::size_t end = scanHead(head);
    if (state_ == State::kFailed) return input.size();
    if (end != kUnfinished) {
        endHead(head.substr(0, end));
        std::string().swap(head_);
        scanned_ = lineStart_ = 0;
        return end - before;
    }
    if (enough) {
        fail({431, "header-too-large",
              "The request line and header fields may have at most " +
                  std::to_string(limits_.headerBytes) + " bytes"});
    } else if (before == 0) {
        head_ = input;
    }
    return input.size();
}

// Finds the end of the head, or kUnfinished. Every line must end with CRLF: a bare LF or CR that
// one reader takes for the end of a line and another does not would smuggle a field.
std::size_t RequestParser::scanHead(std::string_view head) {
    for (;;) {
        const std::size_t newline = head.find('\n', scanned_);
        if (newline == std::string_view::npos) break;
        scanned_ = newline + 1;
        if (newline == 0 || head[newline - 1] != '\r') {
            fail({400, "request-malformed", "Lines must end with CR LF"});
            return kUnfinished;
        }
        const bool emptyLine = newline == lineStart_ + 1;
        // One empty line before a request is allowed for (RFC 9112, 2.2).
        if (emptyLine && lineStart_ > 2) return scanned_;
        if (emptyLine && lineStart_ == 2) {
            fail({400, "request-malformed", "The request begins with empty lines"});
            return kUnfinished;
        }
        lineStart_ = scanned_;
    }
    scanned_ = head.size();
    return kUnfinished;
}

void RequestParser::endHead(std::string_view head) {
    if (head.substr(0, 2) == "\r\n") head.remove_prefix(2);
    request_ = std::make_shared<Request>();
    facts_ = HeadFacts();
    if (auto refusal = parseHead(head.substr(0, head.size() - 2), limits_, *request_, facts_)) {
        fail(std::move(*refusal));
        return;
    }
    bodyMissing_ = facts_.contentLength;
    state_ = bodyMissing_ > 0 ? State::kBody : State::kComplete;
}

std::size_t RequestParser::feedBody(std::string_view input) {
    const std::size_t taken = std::min(input.size(), bodyMissing_);
    // A small body is one allocation; a large one grows as it comes, since a promise costs nothing.
    if (request_->body.empty() && taken > 0) {
        request_->body.reserve(std::min<std::size_t>(facts_.contentLength, 16 * kKiB));
    }
    request_->body += input.substr(0, taken);
    bodyMissing_ -= taken;
    if (bodyMissing_ == 0) state_ = State::kComplete;
    return taken;
}

void RequestParser::fail(Refusal refusal) {
    state_ = State::kFailed;
    refusal_ = std::move(refusal);
    request_.reset();
    std::string().swap(head_);
}

}  // namespace vuedeo::net
