// A started plugin in a fake host, and browsers that come and go.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vuedeo/plugin.hpp>

#include "fake_host.hpp"
#include "mesh_video.hpp"

namespace vuedeo::mesh {

class MeshFixture : public ::testing::Test {
protected:
    explicit MeshFixture(const char* config = "{}") : mesh(fake.host(), config) {
        mesh.start(call());
    }

    Call call() const { return Call(&fake.call()); }

    nlohmann::json create(std::string_view name, uint32_t maxParticipants = 0,
                          int64_t expiresAtMs = 0) {
        return nlohmann::json::parse(
            mesh.createRoom({name, maxParticipants, expiresAtMs, {}}, call()));
    }
    nlohmann::json admit(std::string_view room, std::string_view participant) {
        return nlohmann::json::parse(
            mesh.admit({room, participant, participant, false, 0, 0}, call()));
    }
    void open(uint64_t channel, std::string_view participant, std::string_view room = "room",
              uint32_t maxParticipants = 0) {
        mesh.onOpen({channel, room, participant, participant, maxParticipants});
    }
    // The status with which the call fails; OK when it does not.
    template <class Body>
    static vuedeo_status statusOf(Body&& body) {
        try {
            body();
        } catch (const Error& error) {
            return error.status();
        }
        return VUEDEO_OK;
    }
    // The number by which the others address the participant's present connection.
    int64_t connection(uint64_t channel) const {
        for (const auto& message : fake.sent(channel)) {
            if (message["type"] == "welcome") return message["you"]["connection"];
        }
        return 0;
    }
    std::string signal(std::string_view to, int64_t connection, std::string_view sdp) const {
        return nlohmann::json{{"type", "signal"},
                              {"to", to},
                              {"connection", connection},
                              {"data",
                               {{"link", "l"},
                                {"peer_link", nullptr},
                                {"description", {{"type", "offer"}, {"sdp", sdp}}}}}}
            .dump();
    }

    FakeHost fake;
    MeshVideo mesh;
};

}  // namespace vuedeo::mesh
