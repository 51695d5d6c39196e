#include "config/keys.hpp"

#include <algorithm>
#include <memory>

#include "config/address.hpp"
#include "config/key_kinds.hpp"

namespace vuedeo::config {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNone = "-";

// What a plugin's folder, and its table under [plugins], may be called.
std::optional<std::string> parsePluginId(const std::string& text) {
    constexpr std::size_t kLongestId = 64;
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    const bool good = !text.empty() && text.size() <= kLongestId && text.front() != '.' &&
                      std::all_of(text.begin(), text.end(), allowed);
    return good ? std::optional(text) : std::nullopt;
}

net::TlsFiles& tlsOf(Config& config) {
    if (!config.server.tls) config.server.tls = std::make_shared<net::TlsFiles>();
    return *config.server.tls;
}

std::vector<Key> serverKeys(const fs::path& tomlFolder) {
    const Names<Mode> modes{{"open", Mode::kOpen}, {"private", Mode::kPrivate}};
    const auto setListen = [](Config& config, const ListenAddress& listen) {
        config.server.address = listen.address;
        config.server.port = listen.port;
    };
    const auto setUrl = [](Config& config, const std::string& url) {
        config.server.publicUrl = url;
    };
    const auto certificate = [](Config & config) -> auto& {
        return tlsOf(config).certificate;
    };
    const auto key = [](Config & config) -> auto& {
        return tlsOf(config).key;
    };
    const auto server = [](auto member) { return at(&Config::server, member); };
    return {
        textKey("server.listen",
                R"(an address and a port such as "127.0.0.1:3000", "0.0.0.0:80" or "[::1]:3000")",
                R"("127.0.0.1:3000")", parseListenAddress, setListen),
        textKey("server.public_url", R"(a URL without a path such as "https://calls.example.org")",
                kNone, parseOrigin, setUrl),
        choiceKey("server.mode", modes, server(&Server::mode)),
        secretKey("server.admin_token", 16, server(&Server::adminToken)),
        secretKey("server.secret", 32, server(&Server::secret)),
        pathKey("server.data_dir", {}, R"(".data")", server(&Server::dataDir)),
        pathKey("server.web_dir", tomlFolder, kNone, server(&Server::webDir)),
        integerKey("server.threads", 0, 256, server(&Server::threads)),
        integerKey("server.drain_s", 0, 600, server(&Server::drain)),
        networksKey("server.trusted_proxies", server(&Server::trustedProxies)),
        pathKey("server.tls.certificate", tomlFolder, kNone, certificate),
        pathKey("server.tls.key", tomlFolder, kNone, key),
    };
}

std::vector<Key> limitKeys() {
    constexpr int64_t kHour_ms = 3'600'000;
    constexpr int64_t kMiB = 1'048'576;
    using net::Limits;
    const auto limit = [](const std::string& name, int64_t least, int64_t most, auto member) {
        return integerKey("server.limits." + name, least, most,
                          at(&Config::server, &Server::limits, member));
    };
    return {
        limit("header_bytes", 1024, kMiB, &Limits::headerBytes),
        limit("header_count", 10, 1000, &Limits::headerCount),
        limit("body_bytes", 1024, 64 * kMiB, &Limits::bodyBytes),
        limit("body_bytes_in_all", kMiB, 65'536 * kMiB, &Limits::bodyBytesInAll),
        limit("answer_bytes_in_all", kMiB, 65'536 * kMiB, &Limits::answerBytesInAll),
        limit("header_time_ms", 100, kHour_ms, &Limits::headerTime),
        limit("body_time_ms", 100, kHour_ms, &Limits::bodyTime),
        limit("idle_time_ms", 100, kHour_ms, &Limits::idleTime),
        limit("send_time_ms", 100, kHour_ms, &Limits::sendTime),
        limit("connections", 1, 1'000'000, &Limits::connections),
        limit("connections_per_address", 1, 1'000'000, &Limits::connectionsPerAddress),
        limit("websocket_message_bytes", 1024, 16 * kMiB, &Limits::webSocketMessageBytes),
        limit("websocket_queue_bytes", 1024, 256 * kMiB, &Limits::webSocketQueueBytes),
        limit("websocket_messages_per_second", 1, 100'000, &Limits::webSocketMessagesPerSecond),
        limit("websocket_ping_ms", 100, kHour_ms, &Limits::webSocketPing),
        limit("websocket_close_time_ms", 100, kHour_ms, &Limits::webSocketCloseTime),
    };
}

std::vector<Key> hostKeys(const fs::path& tomlFolder) {
    const Names<log::Level> levels{{"error", log::Level::kError},
                                   {"warning", log::Level::kWarning},
                                   {"info", log::Level::kInfo},
                                   {"debug", log::Level::kDebug}};
    const Names<log::Format> formats{{"human", log::Format::kHuman}, {"json", log::Format::kJson}};
    constexpr int64_t kYear_s = 31'536'000;
    constexpr int64_t kMostParticipants = 10'000;
    return {
        choiceKey("log.level", levels, at(&Config::log, &Log::level)),
        choiceKey("log.format", formats, at(&Config::log, &Log::format)),
        booleanKey("log.access", at(&Config::log, &Log::access)),
        integerKey("rooms.expire_after_s", 60, kYear_s, at(&Config::rooms, &Rooms::expireAfter)),
        integerKey("rooms.max_participants", 0, kMostParticipants,
                   at(&Config::rooms, &Rooms::maxParticipants)),
        integerKey("quality.interval_s", 1, 3600, at(&Config::quality, &Quality::interval)),
        integerKey("quality.queue_samples", 1'000, 10'000'000,
                   at(&Config::quality, &Quality::queueSamples)),
        integerKey("quality.batch_samples", 1, 100'000,
                   at(&Config::quality, &Quality::batchSamples)),
        numberKey("quality.mos_base_r", 0, 100,
                  at(&Config::quality, &Quality::mos, &EModel::baseR)),
        numberKey("quality.mos_ie", 0, 94, at(&Config::quality, &Quality::mos, &EModel::ie)),
        numberKey("quality.mos_bpl", 1, 100, at(&Config::quality, &Quality::mos, &EModel::bpl)),
        pathsKey(
            "plugins.path", tomlFolder, [](Config & config) -> auto& { return config.pluginPath; }),
    };
}

// The further charts: each is a choice of its own, which the loader completes.
Key furtherChartsKey() {
    const std::string wanted = "an array of the ids of charts";
    const auto set = [wanted](const Node& node, Config& config) -> std::optional<std::string> {
        const auto* array = std::get_if<Node::Array>(&node.value);
        if (array == nullptr) return wrongType(node, wanted);
        for (const Node& element : *array) {
            const auto* id = std::get_if<std::string>(&element.value);
            if (id == nullptr || !parsePluginId(*id)) {
                return "holds " + (id ? shownText(element, *id) : std::string(typeName(element))) +
                       ", must be " + wanted;
            }
            config.furtherCharts.emplace_back();
            config.furtherCharts.back().plugin = *id;
        }
        return std::nullopt;
    };
    return {"chart.also", "array of strings", "ids of other charts", "[]", set};
}

std::vector<Key> choiceKeys(const std::string& table, Choice Config::*choice) {
    const Names<Startup> startups{{"required", Startup::kRequired},
                                  {"optional", Startup::kOptional},
                                  {"retry", Startup::kRetry}};
    const auto setPlugin = [choice](Config& config, const std::string& id) {
        (config.*choice).plugin = id;
    };
    return {
        textKey(table + ".plugin", R"(the id of a plugin: small letters, digits, "-" and ".")",
                kRequiredKey, parsePluginId, setPlugin),
        choiceKey(table + ".startup", startups, at(choice, &Choice::startup)),
        integerKey(table + ".max_concurrency", 1, 64, at(choice, &Choice::maxConcurrency)),
        integerKey(table + ".max_queued", 0, 100'000, at(choice, &Choice::maxQueued)),
        integerKey(table + ".deadline_ms", 100, 600'000, at(choice, &Choice::deadline)),
    };
}

}  // namespace

std::vector<Key> keyTable(const fs::path& tomlFolder) {
    std::vector<Key> all;
    for (auto& group :
         {serverKeys(tomlFolder), limitKeys(), hostKeys(tomlFolder),
          choiceKeys("video", &Config::video), choiceKeys("metrics", &Config::metrics),
          choiceKeys("chart", &Config::chart)}) {
        all.insert(all.end(), group.begin(), group.end());
    }
    all.push_back(furtherChartsKey());
    return all;
}

}  // namespace vuedeo::config
