#include "message.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace vuedeo::mesh {
namespace {

using nlohmann::json;

json offer() {
    return {{"type", "signal"},
            {"to", "bob"},
            {"connection", 7},
            {"data",
             {{"link", "l1"},
              {"peer_link", nullptr},
              {"description", {{"type", "offer"}, {"sdp", "v=0\r\n"}}}}}};
}

json candidate() {
    json message = offer();
    message["data"].erase("description");
    message["data"]["candidate"] = {{"candidate", "candidate:1 1 udp 1 192.0.2.1 9 typ host"},
                                    {"sdpMid", "0"},
                                    {"sdpMLineIndex", 0},
                                    {"usernameFragment", "abcd"}};
    return message;
}

std::string fault(const json& message) {
    const ClientMessage parsed = parseMessage(message.dump());
    const auto* malformed = std::get_if<Malformed>(&parsed);
    return malformed == nullptr ? "fine" : malformed->code;
}

// A copy of the message in which the member at the pointer has another value.
json with(json message, const char* pointer, const json& value) {
    message[json::json_pointer(pointer)] = value;
    return message;
}

TEST(Message, TakesADescription) {
    const ClientMessage parsed = parseMessage(offer().dump());
    const auto* signal = std::get_if<Signal>(&parsed);
    ASSERT_NE(signal, nullptr);
    EXPECT_EQ(signal->to, "bob");
    EXPECT_EQ(signal->connection, 7);
    EXPECT_EQ(json::parse(signal->dataJson), offer()["data"]);
}

TEST(Message, TakesACandidateAndTheEndOfCandidates) {
    EXPECT_EQ(fault(candidate()), "fine");
    EXPECT_EQ(fault(with(candidate(), "/data/candidate/candidate", "")), "fine");
    EXPECT_EQ(fault(with(candidate(), "/data/candidate/sdpMid", nullptr)), "fine");
}

TEST(Message, PassesOnOnlyWhatItChecked) {
    const json message = with(with(offer(), "/data/description/extra", "x"), "/data/more", 1);
    const ClientMessage parsed = parseMessage(message.dump());
    EXPECT_EQ(json::parse(std::get<Signal>(parsed).dataJson), offer()["data"]);
}

TEST(Message, TakesStateLeaveAndPing) {
    const ClientMessage parsed =
        parseMessage(R"({"type":"state","microphone":true,"camera":false,"screen":true})");
    const auto& state = std::get<MediaState>(parsed);
    EXPECT_TRUE(state.microphone && !state.camera && state.screen);
    EXPECT_TRUE(std::holds_alternative<Leave>(parseMessage(R"({"type":"leave"})")));
    EXPECT_TRUE(std::holds_alternative<Ping>(parseMessage(R"({"type":"ping"})")));
}

TEST(Message, RefusesWhatIsNoJsonObject) {
    for (const char* text : {"", "{", "null", "[]", "7", "\"signal\"", "{\"type\":\"leave\"} x",
                             "{\"type\":\"\xff\"}"}) {
        EXPECT_TRUE(std::holds_alternative<Malformed>(parseMessage(text))) << text;
    }
}

TEST(Message, RefusesDeepNesting) {
    const std::string deep = std::string(30000, '[') + std::string(30000, ']');
    EXPECT_TRUE(std::holds_alternative<Malformed>(parseMessage(deep)));
    EXPECT_TRUE(
        std::holds_alternative<Malformed>(parseMessage(R"({"type":"leave","x":)" + deep + "}")));
}

TEST(Message, RefusesAnUnknownType) {
    EXPECT_EQ(fault({{"type", "shout"}}), "unknown-type");
    EXPECT_EQ(fault({{"type", 7}}), "unknown-type");
    EXPECT_EQ(fault(json::object()), "unknown-type");
}

TEST(Message, RefusesEveryMemberOfAWrongKind) {
    const json wrong[] = {nullptr, true, -1, 1.5, "", "a b", json::array(), json::object()};
    for (const json& value : wrong) {
        for (const char* pointer : {"/to", "/data", "/data/link", "/data/description"}) {
            EXPECT_EQ(fault(with(offer(), pointer, value)), "malformed") << pointer << value;
        }
        EXPECT_EQ(fault(with(offer(), "/data/description/type", value)), "malformed") << value;
        EXPECT_EQ(fault(with(offer(), "/connection", value)), "malformed") << value;
    }
    EXPECT_EQ(fault(with(offer(), "/data/description/sdp", nullptr)), "malformed");
    EXPECT_EQ(fault(with(offer(), "/data/peer_link", 5)), "malformed");
    EXPECT_EQ(fault(with(offer(), "/to", std::string(37, 'a'))), "malformed");
    EXPECT_EQ(fault(with(offer(), "/connection", 1e300)), "malformed");
    EXPECT_EQ(fault(with(candidate(), "/data/candidate/sdpMLineIndex", -1)), "malformed");
    EXPECT_EQ(fault(with(candidate(), "/data/candidate/sdpMLineIndex", 256)), "malformed");
    EXPECT_EQ(fault(with(candidate(), "/data/candidate/candidate", 3)), "malformed");
    EXPECT_EQ(fault(with(candidate(), "/data/description", offer()["data"]["description"])),
              "malformed");
    EXPECT_EQ(fault({{"type", "state"}, {"microphone", 1}, {"camera", true}, {"screen", true}}),
              "malformed");
}

TEST(Message, BoundsSdpAndCandidates) {
    EXPECT_EQ(fault(with(offer(), "/data/description/sdp", std::string(kMaxSdpBytes, 'a'))),
              "fine");
    EXPECT_EQ(fault(with(offer(), "/data/description/sdp", std::string(kMaxSdpBytes + 1, 'a'))),
              "too-large");
    EXPECT_EQ(fault(with(candidate(), "/data/candidate/candidate",
                         std::string(kMaxCandidateBytes + 1, 'a'))),
              "too-large");
}

TEST(Message, WritesNamesThatAreNoUtf8WithoutThrowing) {
    const PeerInfo peer{"a", "\xff", 1, {}};
    EXPECT_EQ(json::parse(joinedMessage(peer))["peer"]["name"], "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace vuedeo::mesh
