// The signalling protocol's messages (README.md, "Protocol"): what browsers send, checked, and what
// they are sent. Pure functions; any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vuedeo::mesh {

constexpr std::size_t kMaxSdpBytes = 32768;
constexpr std::size_t kMaxCandidateBytes = 2048;

// A session description or an ICE candidate for one other participant.
struct Signal {
    std::string to;
    int64_t connection = 0;  // of the addressee, as the sender knows it
    std::string dataJson;    // rebuilt from the members that were checked
};

struct MediaState {
    bool microphone = false;
    bool camera = false;
    bool screen = false;
};

struct Leave {};

// Browsers cannot see WebSocket pings: this is how they learn that the channel still works.
struct Ping {};

struct Malformed {
    std::string code;    // "malformed" | "unknown-type" | "too-large"
    std::string detail;  // for developers; quotes nothing that was sent
};

using ClientMessage = std::variant<Signal, MediaState, Leave, Ping, Malformed>;

ClientMessage parseMessage(std::string_view text);

// One participant as the others see it.
struct PeerInfo {
    std::string id;
    std::string name;
    int64_t connection = 0;
    MediaState media;
};

std::string welcomeMessage(const PeerInfo& self, const std::vector<PeerInfo>& peers,
                           uint32_t maxParticipants);
std::string joinedMessage(const PeerInfo& peer);
// dropped: the channel broke, its media may go on; otherwise the participant said goodbye.
std::string leftMessage(const PeerInfo& peer, bool dropped);
std::string stateMessage(const PeerInfo& peer);
std::string signalMessage(const PeerInfo& from, const std::string& dataJson);
std::string pongMessage();
std::string errorMessage(const Malformed& fault);

}  // namespace vuedeo::mesh
