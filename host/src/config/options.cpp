#include "config/options.hpp"

#include <getopt.h>

#include <array>
#include <string_view>

#include "config/faults.hpp"

namespace vuedeo::config {
namespace {

constexpr const char* kHint = "\nvuedeo --help lists what there is.";

constexpr const char* kImport = "import";
constexpr const char* kExport = "export";
constexpr const char* kFromCallMetrics = "from-call-metrics";

constexpr std::array<option, 15> kOptions{{
    {"config", required_argument, nullptr, 'c'},
    {"set", required_argument, nullptr, 's'},
    {"check-config", no_argument, nullptr, 'k'},
    {"list-plugins", no_argument, nullptr, 'l'},
    {"safe-mode", no_argument, nullptr, 'm'},
    {kFromCallMetrics, required_argument, nullptr, 'f'},
    {"room", required_argument, nullptr, 'r'},
    {"format", required_argument, nullptr, 'o'},
    {"participant", required_argument, nullptr, 'p'},
    {"from", required_argument, nullptr, 'b'},
    {"to", required_argument, nullptr, 'e'},
    {"output", required_argument, nullptr, 'w'},
    {"version", no_argument, nullptr, 'v'},
    {"help", no_argument, nullptr, 'h'},
    {nullptr, 0, nullptr, 0},
}};

[[noreturn]] void refuseUnknown(const std::string& given) {
    const std::string name = given.substr(0, given.find('='));
    std::vector<std::string> known;
    for (const option& row : kOptions) {
        if (row.name != nullptr) known.push_back(std::string("--") + row.name);
    }
    const std::string meant = nearest(name, known);
    if (meant == name) throw UsageError("vuedeo: " + printable(name) + " takes no value" + kHint);
    throw UsageError("vuedeo: unknown option " + printable(name) +
                     (meant.empty() ? "" : ", did you mean " + meant + "?") + kHint);
}

Options parseNewPlugin(int argc, char* const argv[]) {
    if (argc != 5) {
        throw UsageError(
            std::string("vuedeo new-plugin takes three arguments: KIND NAME DIR, for instance "
                        "video video-acme video-acme") +
            kHint);
    }
    Options options;
    options.action = Action::kNewPlugin;
    options.newPlugin = {argv[2], argv[3], argv[4]};
    return options;
}

void checkImport(const Options& options) {
    const bool wanted = options.action == Action::kImport;
    if (wanted && options.importSource.empty()) {
        throw UsageError(std::string("vuedeo: import needs --from-call-metrics CONNECTION") +
                         kHint);
    }
    if (!wanted && !options.importSource.empty()) {
        throw UsageError(std::string("vuedeo: --from-call-metrics goes with the command import, "
                                     "as in vuedeo import --from-call-metrics CONNECTION") +
                         kHint);
    }
}

// Where an option of `vuedeo export` goes, or null: it is none.
std::string* memberOf(Export& exported, int letter) {
    switch (letter) {
        case 'r':
            return &exported.room;
        case 'o':
            return &exported.format;
        case 'p':
            return &exported.participant;
        case 'b':
            return &exported.from;
        case 'e':
            return &exported.to;
        case 'w':
            return &exported.output;
        default:
            return nullptr;
    }
}

void checkExport(const Options& options, const std::string& ofExport) {
    const bool wanted = options.action == Action::kExport;
    if (wanted && options.exported.room.empty()) {
        throw UsageError(std::string("vuedeo: export needs --room NAME") + kHint);
    }
    if (!wanted && !ofExport.empty()) {
        throw UsageError("vuedeo: --" + ofExport +
                         " goes with the command export, as in vuedeo export --room NAME" + kHint);
    }
}

}  // namespace

Options parseOptions(int argc, char* const argv[]) {
    if (argc > 1 && std::string_view(argv[1]) == "new-plugin") return parseNewPlugin(argc, argv);
    Options options;
    if (argc > 1 && std::string_view(argv[1]) == kImport) {
        options.action = Action::kImport;
        --argc;  // the command stands where getopt expects the program's name
        ++argv;
    }
    if (argc > 1 && std::string_view(argv[1]) == kExport) {
        options.action = Action::kExport;
        --argc;
        ++argv;
    }
    std::string ofExport;  // an option that goes with it
    optind = 0;            // starts getopt afresh
    opterr = 0;            // the messages are ours
    for (;;) {
        const int at = optind == 0 ? 1 : optind;
        int row = 0;
        const int letter = getopt_long(argc, argv, "+:h", kOptions.data(), &row);
        if (letter == -1) break;
        if (std::string* const member = memberOf(options.exported, letter)) {
            *member = optarg;
            ofExport = kOptions.at(static_cast<std::size_t>(row)).name;
            continue;
        }
        switch (letter) {
            case 'c':
                options.config = optarg;
                break;
            case 's':
                options.overrides.emplace_back(optarg);
                break;
            case 'f':
                options.importSource = "import-call-metrics";
                options.importConnection = optarg;
                break;
            case 'm':
                options.safeMode = true;
                break;
            case 'k':
                options.action = Action::kCheckConfig;
                break;
            case 'l':
                options.action = Action::kListPlugins;
                break;
            case 'v':
                options.action = Action::kPrintVersion;
                return options;
            case 'h':
                options.action = Action::kPrintHelp;
                return options;
            case ':':
                throw UsageError("vuedeo: " + printable(argv[at]) + " needs a value" + kHint);
            default:
                refuseUnknown(argv[at]);
        }
    }
    if (optind < argc) {
        throw UsageError("vuedeo: unexpected argument " + printable(argv[optind]) + kHint);
    }
    checkImport(options);
    checkExport(options, ofExport);
    if (options.config.empty()) {
        throw UsageError(std::string("vuedeo: --config FILE is missing, "
                                     "for instance --config config/embedded.toml") +
                         kHint);
    }
    return options;
}

std::string helpText() {
    return R"(vuedeo - a video-call server that keeps an honest record of every call's quality

Usage: vuedeo --config FILE [options]
       vuedeo new-plugin video|metrics|chart NAME DIR
       vuedeo import --from-call-metrics CONNECTION --config FILE [options]
       vuedeo export --room NAME --config FILE [options]

  --config FILE       the configuration, in TOML; config/README.md documents its keys
  --set KEY=VALUE     override one key of it; may be repeated
  --safe-mode         start with the plugins of Vuedeo alone. One of another that is chosen stays off:
                      as a chart, Vuedeo's own stands in; as video provider or metrics store, nothing
                      does, and what needs it answers 503
  --check-config      say what is wrong with it and what a start would change; start nothing
  --list-plugins      list the plugins that are found, and start nothing
  --version           print the version
  --help, -h          print this text
  import              copy samples into the metrics store, and serve nothing; may be repeated, and
                      goes on where it was interrupted
  --from-call-metrics CONNECTION
                      import from the table call_metrics of that PostgreSQL database, for instance
                      postgresql://user@host/database; PGPASSWORD keeps the password off the command
                      line
  export              write a room's samples, and serve nothing
  --room NAME         whose samples
  --format FORMAT     csv (the default), ndjson or json
  --from TIME         only samples from then on: RFC 3339 (2026-01-31T08:00:00Z) or Unix time in
                      milliseconds
  --to TIME           only samples before that time
  --participant ID    only that participant's
  --output FILE       write there instead of to standard output

new-plugin writes a plugin of that kind to start from into a new folder.

Examples:
  vuedeo --config config/embedded.toml
  vuedeo --config config/vuedeo.toml --set server.listen=0.0.0.0:8080 --set log.level=debug
  vuedeo --config config/vuedeo.toml --check-config
  vuedeo export --config config/embedded.toml --room team-sync --output team-sync.csv

A string in the configuration may be { env = "NAME" } or { file = "path" }. Variables come from the
environment, and below it from the file .env in the working directory.

SIGHUP reads the configuration anew and puts it into effect without a restart, or says in the log why
not; POST /api/v1/admin/reload does the same and answers. SIGTERM and SIGINT stop.

Exit status: 0 after an orderly stop, 1 when it cannot start, 2 for a wrong command line.
)";
}

std::string version() {
    return VUEDEO_VERSION;
}

std::string versionText() {
    return "vuedeo " + version() + '\n';
}

}  // namespace vuedeo::config
