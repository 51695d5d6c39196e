// What a Connection does to send a body that is made while it is sent.
#include <array>
#include <charconv>
#include <utility>

#include "net/connection.hpp"

namespace vuedeo::net {
namespace {

constexpr std::chrono::milliseconds kAskAgain{100};

// Hands one piece to the connection, also when its maker drops it.
class PieceSlot {
public:
    explicit PieceSlot(std::function<void(BodyPiece)> deliver) : deliver_(std::move(deliver)) {}
    ~PieceSlot() { put({BodyPiece::Kind::kBroken, {}}); }
    PieceSlot(const PieceSlot&) = delete;
    PieceSlot& operator=(const PieceSlot&) = delete;

    void put(BodyPiece piece) {
        if (const auto deliver = std::exchange(deliver_, nullptr)) deliver(std::move(piece));
    }

private:
    std::function<void(BodyPiece)> deliver_;
};

std::string chunkHead(std::size_t bytes) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), bytes, 16).ptr;
    return std::string(digits.data(), end) + "\r\n";
}

}  // namespace

void Connection::askForPiece() {
    if (clientClosed_) {
        leave();
        return;
    }
    loop_.setDeadline(*this, kNever);  // its maker has a deadline of its own
    askAgain_ = false;
    auto slot = std::make_shared<PieceSlot>(
        [mailbox = loop_.mailbox(), self = weak_from_this(), number = number_](BodyPiece piece) {
            mailbox->post([self, number, made = std::move(piece)]() mutable {
                if (const auto held = self.lock()) held->onPiece(number, std::move(made));
            });
        });
    stream_->next([slot](BodyPiece piece) { slot->put(std::move(piece)); });
}

void Connection::onPiece(uint64_t number, BodyPiece&& piece) {
    if (number != number_ || phase_ != Phase::kSending || !stream_) return;
    switch (piece.kind) {
        case BodyPiece::Kind::kBroken:
            leave();
            return;
        case BodyPiece::Kind::kLater:
            askAgain_ = true;
            loop_.setDeadline(*this, loop_.now() + kAskAgain);
            return;
        case BodyPiece::Kind::kMore:
            if (piece.bytes.empty()) return askForPiece();  // a chunk of no bytes would be the end
            break;
        case BodyPiece::Kind::kLast:
            stream_.reset();
            break;
    }
    std::string head;
    if (chunked_) {
        if (!piece.bytes.empty()) {
            head = chunkHead(piece.bytes.size());
            piece.bytes += "\r\n";
        }
        if (!stream_) piece.bytes += "0\r\n\r\n";
    }
    loop_.setDeadline(*this, loop_.now() + state_.limits.sendTime);
    Response part;
    part.body = std::move(piece.bytes);
    // Of HTTP/1.0 there may be nothing left to say.
    const bool silent = head.empty() && part.body.empty();
    sent(silent ? IoStatus::kDone : output_.send(transport_, head, std::move(part), true));
    settle();
}

}  // namespace vuedeo::net
