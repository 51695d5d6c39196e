// The server half, called as the host calls it.
#include <vuedeo/testing.hpp>

#include "../src/plugin.cpp"

int main() {
    vuedeo::testing::TestHost host;
    TemplateVideo provider(host.host(), "{}");
    const vuedeo::testing::TestCall call;

    vuedeo::testing::expectEqual(provider.createRoom({"daily-sync", 0, 0, ""}, call.call()),
                                 R"({"url": "https://meet.jit.si/daily-sync"})");
    vuedeo::testing::expectEqual(
        provider.admit({"daily-sync", "p1", "Ada", false, 0, 0}, call.call()),
        provider.findRoom("daily-sync", call.call()));
    provider.endRoom("daily-sync", call.call());
    try {
        provider.findRoom("daily-sync", call.call());
        vuedeo::testing::expectEqual("found", "ended");
    } catch (const vuedeo::Error& error) {
        vuedeo::testing::expectEqual(error.what(), "no such room");
    }
    return vuedeo::testing::failures();
}
