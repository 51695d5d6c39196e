// The configuration as the host uses it: parsed once, typed, validated, secrets resolved. Every
// member is documented for administrators in config/README.md, under the key named here.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/server.hpp"
#include "telemetry/log.hpp"

namespace vuedeo::config {

enum class Mode { kOpen, kPrivate };
enum class Startup { kRequired, kOptional, kRetry };

struct Server {                         // [server]
    std::string address = "127.0.0.1";  // listen = "address:port" ("[::1]:port")
    uint16_t port = 3000;               //   0: any free port, printed at the start
    std::string publicUrl;    // public_url: "https://calls.example.org"; empty: from the request
    Mode mode = Mode::kOpen;  // mode = "open" | "private"
    std::string adminToken;   // admin_token: required in mode "private"; >= 16 characters
    std::filesystem::path dataDir = ".data";  // data_dir: created when missing
    std::filesystem::path webDir;             // web_dir: default <prefix>/share/vuedeo/web
    std::string secret;    // secret: signs participant tokens, >= 32 characters; empty: kept in
                           // data_dir/secret
    unsigned threads = 0;  // threads: 0: one a core, at least 2
    std::chrono::seconds drain{10};              // drain_s
    std::vector<net::IpNetwork> trustedProxies;  // trusted_proxies: whose X-Forwarded-* count
    net::Limits limits;                          // [server.limits]: keys.cpp
    std::shared_ptr<net::TlsFiles> tls;          // [server.tls] certificate, key; null: plain HTTP
};

struct Log {                                   // [log]
    log::Level level = log::Level::kInfo;      // level = "error" | "warning" | "info" | "debug"
    log::Format format = log::Format::kHuman;  // format = "human" | "json"
    bool access = true;                        // access: one line a request
};

struct Rooms {  // [rooms]
    std::chrono::seconds expireAfter{24 *
                                     3600};  // expire_after_s: after the last participant was seen
    uint32_t maxParticipants = 0;  // max_participants: default of a new room; 0: the provider's
};

// For the estimate of a conversation's quality (ITU-T G.107): of the connection without a fault,
// and of the codec. Those of G.711, because nobody has agreed on any for Opus.
struct EModel {
    double baseR = 93.2;  // mos_base_r: 0..100
    double ie = 0;        // mos_ie: what the codec itself impairs, 0..94
    double bpl = 25.1;    // mos_bpl: how well it bears loss, 1..100
};

struct Quality {                        // [quality]
    std::chrono::seconds interval{15};  // interval_s: 1..3600
    std::size_t queueSamples = 50'000;  // queue_samples: waiting to be stored; 503 beyond
    std::size_t batchSamples = 1'000;   // batch_samples: in one transaction
    EModel mos;                         // mos_...
};

struct Choice {                                  // [video], [metrics], [chart]
    std::string plugin;                          // plugin = "video-mesh"
    Startup startup = Startup::kRequired;        // startup = "required" | "optional" | "retry"
    std::size_t maxConcurrency = 4;              // max_concurrency: 1..64
    std::size_t maxQueued = 256;                 // max_queued
    std::chrono::milliseconds deadline{10'000};  // deadline_ms: of one call
    std::string configJson = "{}";               // [plugins.<id>]: the plugin's own table
    std::vector<std::string> confidential;       // its keys whose values came from the environment
                                                 // or a file: "api_key", "urls[0]"
    std::string source;                          // "file:line" of that table, for messages about it
};

struct Config {
    bool safeMode = false;  // --safe-mode: plugins that did not come with Vuedeo stay off
    Server server;
    Log log;
    Rooms rooms;
    Quality quality;
    Choice video;
    Choice metrics;
    Choice chart;
    std::vector<Choice> furtherCharts;              // [chart] also: run as [chart] is
    std::vector<std::filesystem::path> pluginPath;  // [plugins] path: folders of plugin folders;
                                                    // <prefix>/lib/vuedeo/plugins comes last
    std::map<std::string, std::string> fixed;       // what only a restart changes: key -> value
};

// Where the executable's own installation lies: <prefix>/bin/vuedeo.
std::filesystem::path installPrefix();

}  // namespace vuedeo::config
