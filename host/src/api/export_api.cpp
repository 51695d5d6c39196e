// GET /api/v1/rooms/{room}/export: the samples themselves, however many, as a file to keep. Each
// piece is read on the store's lane when the client has taken the one before.
#include <memory>
#include <utility>

#include "api/fields.hpp"
#include "api/handlers.hpp"
#include "exports/room_export.hpp"
#include "http/compression.hpp"
#include "http/content_encoding.hpp"
#include "http/problem.hpp"
#include "http/query.hpp"
#include "net/body_stream.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::api {
namespace {

using exports::RoomExport;
using http::Problem;
using net::BodyPiece;

constexpr int kMostExports = 16;  // under way at once: each holds a piece

// One of those under way, as long as it lives.
class Place {
public:
    explicit Place(std::shared_ptr<std::atomic<int>> taken) : taken_(std::move(taken)) {
        if (++*taken_ <= kMostExports) return;
        --*taken_;
        throw Problem(503, "exports-busy", "As many exports are under way as may be.")
            .retryAfter(10);
    }
    ~Place() { --*taken_; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    const std::shared_ptr<std::atomic<int>> taken_;
};

class ExportBody final : public net::BodyStream, public std::enable_shared_from_this<ExportBody> {
public:
    ExportBody(const App& app, const RoomExport::Wish& wish, CallScope scope)
        : place_(app.exportsUnderWay),
          plugin_(app.registry.metrics().shared_from_this()),
          scope_(std::move(scope)),
          samples_(app.store, wish, scope_) {}

    const RoomExport& samples() const noexcept { return samples_; }
    void compress() { gzip_ = std::make_unique<http::GzipPieces>(); }

    void next(Take take) override {
        const bool taken =
            plugin_->lane().submit([self = shared_from_this(), take] { take(self->makePiece()); });
        if (taken) return;
        // A store that a reload has stopped takes nothing any more.
        const bool isOver = plugin_->state() == plugins::State::kStopped;
        take({isOver ? BodyPiece::Kind::kBroken : BodyPiece::Kind::kLater, {}});
    }

private:
    BodyPiece makePiece() {
        std::string text;
        try {
            const bool more = samples_.next(text, scope_);
            if (gzip_) text = gzip_->add(text, !more);
            return {more ? BodyPiece::Kind::kMore : BodyPiece::Kind::kLast, std::move(text)};
        } catch (const std::exception& error) {
            if (!scope_.cancelled()) {
                log::error("an export is broken off",
                           {{"error", error.what()}, {"request", scope_.requestId}});
            }
            return {BodyPiece::Kind::kBroken, {}};
        }
    }

    const Place place_;
    const std::shared_ptr<plugins::Plugin> plugin_;  // may outlive the configuration of its app
    const CallScope scope_;
    RoomExport samples_;
    std::unique_ptr<http::GzipPieces> gzip_;  // null: as it is
};

RoomExport::Wish readWish(const Request& request) {
    const http::Query query(request);
    RoomExport::Wish wish;
    wish.room = roomParameter(request);
    const auto format = exports::formatOf(query.text("format", 16).value_or("csv"));
    if (!format) {
        throw Problem(400, "query-invalid", "format must be csv, ndjson or json.", "format");
    }
    wish.format = *format;
    wish.participantId = query.text("participant", 128).value_or("");
    wish.fromMs = timeParameter(query, "from");
    wish.toMs = timeParameter(query, "to");
    query.rejectUnknown();
    if (wish.fromMs && wish.toMs && *wish.fromMs >= *wish.toMs) {
        throw Problem(400, "query-invalid", "to must be after from.", "to");
    }
    return wish;
}

}  // namespace

Response showExport(App& app, const Request& request, const CallScope& scope) {
    const RoomExport::Wish wish = readWish(request);
    knownRoom(app, wish.room, scope);
    auto body = std::make_shared<ExportBody>(app, wish, scope);
    if (!wish.participantId.empty() && !body->samples().hasParticipant()) {
        throw Problem(404, "participant-not-found", "Nobody of this id has been in the room.",
                      "participant");
    }
    Response response;
    response.headers.set("Content-Type", exports::mediaType(wish.format));
    response.headers.set("Content-Disposition", "attachment; filename=\"" + wish.room + "." +
                                                    exports::extension(wish.format) + "\"");
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("Vary", "Accept-Encoding");
    if (http::acceptsEncoding(request.header("Accept-Encoding"), "gzip")) {
        body->compress();
        response.headers.set("Content-Encoding", "gzip");
    }
    response.stream = std::move(body);
    return response;
}

}  // namespace vuedeo::api
