// The plugin: rooms of people whose browsers exchange media directly, introduced to one another
// over the host's realtime channel. No media passes through the server.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vuedeo/realtime.hpp>
#include <vuedeo/video_provider.hpp>

#include "config.hpp"
#include "config_schema.hpp"
#include "rooms.hpp"

namespace vuedeo::mesh {

class MeshVideo final : public VideoProvider, public RealtimeListener, public Health {
public:
    static constexpr const char* kConfigSchema = mesh::kConfigSchema;

    MeshVideo(Host host, std::string_view configJson);

    void start(const Call& call) override;

    std::string createRoom(const RoomRequest& request, const Call& call) override;
    std::string findRoom(std::string_view name, const Call& call) override;
    void endRoom(std::string_view name, const Call& call) override;
    std::string admit(const Admission& admission, const Call& call) override;
    std::string presence(std::string_view room, const Call& call) override;

    void onOpen(const RealtimePeer& peer) noexcept override;
    void onMessage(uint64_t peer, std::string_view message) noexcept override;
    void onClose(uint64_t peer) noexcept override;

    std::string check(const Call& call) override;

private:
    template <class Body>
    void guard(uint64_t channel, Body&& body) noexcept;

    const Config config_;
    std::unique_ptr<Rooms> rooms_;  // from start on; the host calls nothing before
};

}  // namespace vuedeo::mesh
