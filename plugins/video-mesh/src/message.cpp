#include "message.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace vuedeo::mesh {
namespace {

using nlohmann::json;

constexpr int kMaxDepth = 8;

// Stops a deeply nested text early: nobody sends one but to do harm.
json parseShallow(std::string_view text) {
    bool tooDeep = false;
    const json::parser_callback_t limit = [&](int depth, json::parse_event_t, json&) {
        if (depth > kMaxDepth) tooDeep = true;
        return !tooDeep;
    };
    json parsed = json::parse(text, limit, false);
    return tooDeep ? json(json::value_t::discarded) : parsed;
}

bool isIdentifier(const json& value, std::size_t maxSize) {
    if (!value.is_string()) return false;
    const auto& text = value.get_ref<const std::string&>();
    return !text.empty() && text.size() <= maxSize &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_';
           });
}

bool isText(const json& value, std::size_t maxSize) {
    return value.is_string() && value.get_ref<const std::string&>().size() <= maxSize;
}

const json& member(const json& object, const char* name) {
    static const json kNull;
    const auto found = object.find(name);
    return found == object.end() ? kNull : *found;
}

// Never throws over bytes that are no UTF-8: a display name comes from outside.
std::string toText(const json& message) {
    return message.dump(-1, ' ', false, json::error_handler_t::replace);
}

Malformed malformed(std::string detail) {
    return {"malformed", std::move(detail)};
}

std::optional<Malformed> checkDescription(const json& description, json& out) {
    if (!description.is_object()) return malformed("data.description is no object");
    const json& type = member(description, "type");
    const json& sdp = member(description, "sdp");
    if (type != "offer" && type != "answer") {
        return malformed("data.description.type is neither \"offer\" nor \"answer\"");
    }
    if (!sdp.is_string() || sdp.get_ref<const std::string&>().empty()) {
        return malformed("data.description.sdp is no text");
    }
    if (!isText(sdp, kMaxSdpBytes)) {
        return Malformed{"too-large", "data.description.sdp is longer than 32 KiB"};
    }
    out["description"] = {{"type", type}, {"sdp", sdp}};
    return std::nullopt;
}

// The members of RTCIceCandidateInit (W3C webrtc-pc, 4.8.1.1).
std::optional<Malformed> checkCandidate(const json& candidate, json& out) {
    if (!candidate.is_object()) return malformed("data.candidate is no object");
    const json& line = member(candidate, "candidate");
    const json& mid = member(candidate, "sdpMid");
    const json& index = member(candidate, "sdpMLineIndex");
    const json& fragment = member(candidate, "usernameFragment");
    if (!line.is_string()) return malformed("data.candidate.candidate is no text");
    if (!isText(line, kMaxCandidateBytes)) {
        return Malformed{"too-large", "data.candidate.candidate is longer than 2 KiB"};
    }
    if (!mid.is_null() && !isText(mid, 64))
        return malformed("data.candidate.sdpMid is no short text");
    if (!index.is_null() && !(index.is_number_unsigned() && index <= 255)) {
        return malformed("data.candidate.sdpMLineIndex is no number from 0 to 255");
    }
    if (!fragment.is_null() && !isText(fragment, 256)) {
        return malformed("data.candidate.usernameFragment is no short text");
    }
    out["candidate"] = {{"candidate", line},
                        {"sdpMid", mid},
                        {"sdpMLineIndex", index},
                        {"usernameFragment", fragment}};
    return std::nullopt;
}

ClientMessage parseSignal(const json& message) {
    const json& to = member(message, "to");
    const json& connection = member(message, "connection");
    const json& data = member(message, "data");
    if (!isIdentifier(to, 36)) return malformed("to is no participant id");
    if (!connection.is_number_unsigned() || connection > (int64_t{1} << 53)) {
        return malformed("connection is no connection number");
    }
    if (!data.is_object()) return malformed("data is no object");
    const json& link = member(data, "link");
    const json& peerLink = member(data, "peer_link");
    if (!isIdentifier(link, 32)) return malformed("data.link is no link id");
    if (!peerLink.is_null() && !isIdentifier(peerLink, 32)) {
        return malformed("data.peer_link is neither a link id nor null");
    }
    const bool description = data.contains("description");
    if (description == data.contains("candidate")) {
        return malformed("data has to hold either a description or a candidate");
    }
    json out = {{"link", link}, {"peer_link", peerLink}};
    auto fault = description ? checkDescription(data["description"], out)
                             : checkCandidate(data["candidate"], out);
    if (fault) return *std::move(fault);
    return Signal{to.get<std::string>(), connection.get<int64_t>(), out.dump()};
}

ClientMessage parseState(const json& message) {
    const json& microphone = member(message, "microphone");
    const json& camera = member(message, "camera");
    const json& screen = member(message, "screen");
    if (!microphone.is_boolean() || !camera.is_boolean() || !screen.is_boolean()) {
        return malformed("microphone, camera and screen have to be true or false");
    }
    return MediaState{microphone.get<bool>(), camera.get<bool>(), screen.get<bool>()};
}

}  // namespace

ClientMessage parseMessage(std::string_view text) {
    const json message = parseShallow(text);
    if (message.is_discarded()) return malformed("the message is no JSON, or is nested too deeply");
    if (!message.is_object()) return malformed("the message is no object");
    const json& type = member(message, "type");
    if (type == "signal") return parseSignal(message);
    if (type == "state") return parseState(message);
    if (type == "leave") return Leave{};
    if (type == "ping") return Ping{};
    return Malformed{"unknown-type",
                     "type is none of \"signal\", \"state\", \"leave\" and \"ping\""};
}

namespace {

json toJson(const PeerInfo& peer) {
    return {{"id", peer.id},
            {"name", peer.name},
            {"connection", peer.connection},
            {"microphone", peer.media.microphone},
            {"camera", peer.media.camera},
            {"screen", peer.media.screen}};
}

}  // namespace

std::string welcomeMessage(const PeerInfo& self, const std::vector<PeerInfo>& peers,
                           uint32_t maxParticipants) {
    json others = json::array();
    for (const PeerInfo& peer : peers) others.push_back(toJson(peer));
    return toText({{"type", "welcome"},
                   {"you", toJson(self)},
                   {"peers", std::move(others)},
                   {"max_participants", maxParticipants}});
}

std::string joinedMessage(const PeerInfo& peer) {
    return toText({{"type", "joined"}, {"peer", toJson(peer)}});
}

std::string leftMessage(const PeerInfo& peer, bool dropped) {
    return toText({{"type", "left"},
                   {"id", peer.id},
                   {"connection", peer.connection},
                   {"reason", dropped ? "dropped" : "left"}});
}

std::string stateMessage(const PeerInfo& peer) {
    return toText({{"type", "state"},
                   {"id", peer.id},
                   {"connection", peer.connection},
                   {"microphone", peer.media.microphone},
                   {"camera", peer.media.camera},
                   {"screen", peer.media.screen}});
}

std::string signalMessage(const PeerInfo& from, const std::string& dataJson) {
    // dataJson is JSON of our own making: no need to parse 32 KiB again.
    std::string message = R"({"type":"signal","from":)" + toText(from.id) + R"(,"connection":)" +
                          std::to_string(from.connection) + R"(,"data":)";
    return message.append(dataJson).append("}");
}

std::string pongMessage() {
    return toText({{"type", "pong"}});
}

std::string errorMessage(const Malformed& fault) {
    return toText({{"type", "error"}, {"code", fault.code}, {"detail", fault.detail}});
}

}  // namespace vuedeo::mesh
