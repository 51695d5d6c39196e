// One connection of a client, from accept to close: HTTP/1.1 with keep-alive, and what becomes of
// it after an upgrade. Belongs to one loop, whose thread makes all calls; requests are answered in
// order, one at a time.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/admissions.hpp"
#include "net/body_stream.hpp"
#include "net/event_loop.hpp"
#include "net/exchange.hpp"
#include "net/output.hpp"
#include "net/request_parser.hpp"
#include "net/shared_state.hpp"
#include "net/transport.hpp"
#include "net/websocket_connection.hpp"

namespace vuedeo::net {

class Connection final : public EventSource,
                         public AnswerSink,
                         public std::enable_shared_from_this<Connection> {
public:
    struct Peer {
        std::string address;
        bool isProxy;  // a trusted one
    };

    // May be built on another thread; start() comes on the loop's.
    Connection(EventLoop& loop, SharedState& state, Transport transport, Peer peer,
               Admissions::Place place);

    void start();

    void onEvents(uint32_t epollEvents) override;
    void onDeadline() override;
    void onDrain() override;
    void onDrop() noexcept override;

    void onAnswer(uint64_t number, Response&& response) override;
    void onUpgrade(uint64_t number, std::shared_ptr<WebSocketListener> listener,
                   const std::string& protocol) override;
    void onExpiry(uint64_t number, std::chrono::milliseconds time,
                  std::function<Response()> otherwise) override;
    bool isInHandler(uint64_t number) const noexcept override;

private:
    enum class Phase {
        kReceiving,  // a request, or nothing yet
        kHandling,   // somebody owes the answer
        kSending,    // the answer, to a slow client
        kClosing,    // all is said; what still comes is thrown away, so that no RST eats the answer
        kWebSocket,
        kGone,
    };

    void receive();
    void process(std::string_view bytes);
    void noteProgress(RequestParser::State before);
    bool reserveBody();
    void sendContinue();
    void dispatch();
    bool admitClient();
    void handle();
    void answer(Response&& response);
    bool hasRoomFor(const Response& response) const;
    void noteUnsent(std::size_t bytes) noexcept;
    void sent(IoStatus status);
    void refuse(int status, std::string_view type, std::string_view detail);
    void refuseOne(int status, std::string_view type, std::string_view detail);
    void flush();
    void beginClosing();
    void discard();
    void noteClientClosed();
    void askForPiece();
    void onPiece(uint64_t number, BodyPiece&& piece);
    void serveWebSocket();
    void settle();
    void updateInterest();
    void leave();  // drops this from the loop

    static constexpr int kReadsAtOnce = 8;  // TLS records, before others have their turn

    EventLoop& loop_;
    SharedState& state_;
    Transport transport_;
    const Peer peer_;
    const Admissions::Place place_;
    std::optional<Admissions::Place> clientPlace_;  // of a proxy's client, as long as it is served
    RequestParser parser_;
    Output output_;
    std::string held_;                  // received, not looked at yet: requests in a pipeline
    std::shared_ptr<Request> request_;  // while it is handled
    std::weak_ptr<Exchange> exchange_;
    std::function<Response()> otherwise_;  // makes what is sent when the answer's time is over
    std::shared_ptr<BodyStream> stream_;   // while not all of the body is made
    std::shared_ptr<WebSocketConnection> webSocket_;
    uint64_t number_ = 0;  // of the request
    std::size_t reserved_ = 0;
    std::size_t unsent_ = 0;  // counted in the shared state
    std::size_t discarded_ = 0;
    uint32_t interest_ = 0;
    Phase phase_ = Phase::kReceiving;
    IoStatus sendBlockedBy_ = IoStatus::kDone;
    bool readWantsWrite_ = false;  // TLS: a read that must write first
    bool unread_ = false;  // there may be more: by epoll, or decrypted where it does not see it
    bool inHandler_ = false;
    bool chunked_ = false;   // how a stream is framed
    bool askAgain_ = false;  // for a piece, at the deadline
    bool keepAlive_ = true;
    bool muted_ = false;         // does not listen for bytes that it would not read now
    bool clientClosed_ = false;  // its half
};

}  // namespace vuedeo::net
