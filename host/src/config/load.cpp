#include "config/load.hpp"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <utility>

#include "config/faults.hpp"
#include "config/files.hpp"
#include "config/keys.hpp"
#include "config/overrides.hpp"
#include "config/secrets.hpp"
#include "config/to_json.hpp"
#include "config/toml_reader.hpp"

namespace vuedeo::config {
namespace {

constexpr std::size_t kMaxFileBytes = 1'048'576;

bool startsWith(const std::string& text, const std::string& prefix) {
    return text.compare(0, prefix.size(), prefix) == 0;
}

class Loader {
public:
    Loader(const std::filesystem::path& file, const Environment& environment)
        : file_(file),
          keys_(keyTable(file.parent_path())),
          faults_(file),
          secrets_(environment, file.parent_path(), faults_) {}

    Config load(const std::vector<std::string>& overrides) {
        Node::Table root = read();
        applyOverrides(overrides, root, faults_);
        applyTable("", root);
        applyChoice("video", config_.video, root);
        applyChoice("metrics", config_.metrics, root);
        applyChoice("chart", config_.chart, root);
        applyFurtherCharts(root);
        checkTogether();
        faults_.throwIfAny();
        addInstalledFolders();
        for (const Key& key : keys_) {
            if (!isFixed(key.name)) continue;
            const auto given = given_.find(key.name);
            config_.fixed[key.name] = given == given_.end()
                                          ? key.standard
                                          : toJson(key.name, *given->second, faults_).dump();
        }
        return std::move(config_);
    }

private:
    // What sockets, threads, memory and tokens were made with.
    static bool isFixed(const std::string& key) {
        constexpr const char* kChangeable[] = {"server.public_url", "server.mode",
                                               "server.admin_token", "server.web_dir",
                                               "server.drain_s"};
        const bool changeable = std::any_of(std::begin(kChangeable), std::end(kChangeable),
                                            [&key](const char* other) { return key == other; });
        return (startsWith(key, "server.") && !changeable) || key == "log.access" ||
               key == "quality.queue_samples" || key == "quality.batch_samples";
    }

    Node::Table read() {
        try {
            return parseToml(readFile(file_, kMaxFileBytes));
        } catch (const SyntaxError& error) {
            faults_.add(error.at, {}, printable(error.what(), 500));
        } catch (const std::runtime_error& error) {
            faults_.add({}, {},
                        "cannot be read (" + std::string(error.what()) +
                            "): name a readable TOML file with --config");
        }
        faults_.throwIfAny();
        return {};
    }

    // prefix: "" or "server." or "server.limits."
    void applyTable(const std::string& prefix, Node::Table& table) {
        for (Member& member : table) {
            const std::string name = prefix + member.key;
            const auto key = std::find_if(keys_.begin(), keys_.end(),
                                          [&](const Key& row) { return row.name == name; });
            if (key != keys_.end()) {
                applyKey(*key, member.node);
            } else if (isTable(name)) {
                applyInnerTable(name, member);
            } else if (prefix != "plugins." ||
                       !std::holds_alternative<Node::Table>(member.node.value)) {
                faults_.add(member.at, name, unknownKey(prefix, member.key));
            }
        }
    }

    void applyKey(const Key& key, Node& node) {
        given_[key.name] = &node;
        if (!secrets_.resolve(key.name, node)) return;
        if (const auto fault = key.set(node, config_)) faults_.add(node.at, key.name, *fault);
    }

    void applyInnerTable(const std::string& name, Member& member) {
        if (auto* inner = std::get_if<Node::Table>(&member.node.value)) {
            applyTable(name + '.', *inner);
        } else {
            faults_.add(
                member.at, name,
                "is " + std::string(typeName(member.node)) + ", must be a table: [" + name + "]");
        }
    }

    bool isTable(const std::string& name) const {
        return std::any_of(keys_.begin(), keys_.end(),
                           [&](const Key& key) { return startsWith(key.name, name + '.'); });
    }

    std::string unknownKey(const std::string& prefix, const std::string& key) const {
        std::vector<std::string> siblings;
        std::string elsewhere;
        for (const Key& row : keys_) {
            if (startsWith(row.name, prefix)) {
                const std::string rest = row.name.substr(prefix.size());
                siblings.push_back(rest.substr(0, rest.find('.')));
            }
            if (row.name.substr(row.name.rfind('.') + 1) == key && elsewhere.empty()) {
                elsewhere = row.name;
            }
        }
        std::string meant = nearest(key, siblings);
        if (meant.empty()) meant = elsewhere;
        if (!meant.empty()) return "unknown key, did you mean \"" + meant + "\"?";
        return "unknown key: config/README.md lists all of them";
    }

    // What is chosen, and the table of the chosen plugin. A table for another plugin is left alone,
    // its secrets too: an administrator keeps a second provider ready.
    void applyChoice(const std::string& name, Choice& choice, Node::Table& root) {
        const auto plugin = given_.find(name + ".plugin");
        if (plugin == given_.end()) {
            const Member* table = findMember(root, name);
            faults_.add(table == nullptr ? Position{} : table->at, name + ".plugin",
                        "is missing, must be the id of a plugin");
            return;
        }
        applyPluginTable(choice, *plugin->second, root);
    }

    void applyFurtherCharts(Node::Table& root) {
        const auto also = given_.find("chart.also");
        if (also == given_.end()) return;
        std::set<std::string> named;
        for (Choice& choice : config_.furtherCharts) {
            const std::string names = "names \"" + choice.plugin + '"';
            if (choice.plugin == config_.chart.plugin) {
                faults_.add(also->second->at, "chart.also",
                            names + ", which chart.plugin names already");
            } else if (!named.insert(choice.plugin).second) {
                faults_.add(also->second->at, "chart.also", names + " twice");
            }
            choice.startup = config_.chart.startup;
            choice.maxConcurrency = config_.chart.maxConcurrency;
            choice.maxQueued = config_.chart.maxQueued;
            choice.deadline = config_.chart.deadline;
            applyPluginTable(choice, *also->second, root);
        }
    }

    // named: where the choice stands.
    void applyPluginTable(Choice& choice, const Node& named, Node::Table& root) {
        choice.source = faults_.place(named.at);
        Node* table = tableOfPlugin(choice.plugin, root);
        if (table == nullptr) return;
        choice.source = faults_.place(table->at);
        const std::string key = "plugins." + choice.plugin;
        if (secrets_.resolveAll(key, *table)) {
            addConfidential("", *table, choice.confidential);
            choice.configJson = toJson(key, *table, faults_).dump();
        }
    }

    static void addConfidential(const std::string& key, const Node& node,
                                std::vector<std::string>& keys) {
        if (node.confidential) keys.push_back(key);
        if (const auto* table = std::get_if<Node::Table>(&node.value)) {
            for (const Member& member : *table) {
                addConfidential(key.empty() ? member.key : key + '.' + member.key, member.node,
                                keys);
            }
        } else if (const auto* array = std::get_if<Node::Array>(&node.value)) {
            for (std::size_t i = 0; i < array->size(); ++i) {
                addConfidential(key + '[' + std::to_string(i) + ']', (*array)[i], keys);
            }
        }
    }

    static Node* tableOfPlugin(const std::string& id, Node::Table& root) {
        Member* plugins = findMember(root, "plugins");
        auto* tables = plugins ? std::get_if<Node::Table>(&plugins->node.value) : nullptr;
        Member* table = tables ? findMember(*tables, id) : nullptr;
        return table && std::holds_alternative<Node::Table>(table->node.value) ? &table->node
                                                                               : nullptr;
    }

    void checkTogether() {
        if (config_.server.mode == Mode::kPrivate && given_.count("server.admin_token") == 0) {
            faults_.add(given_.at("server.mode")->at, "server.admin_token",
                        "is missing, mode \"private\" needs it: "
                        "admin_token = { env = \"VUEDEO_ADMIN_TOKEN\" }");
        }
        checkTls();
    }

    void checkTls() {
        const std::string certificate = "server.tls.certificate";
        const std::string key = "server.tls.key";
        for (const auto& [here, other] :
             {std::pair(certificate, key), std::pair(key, certificate)}) {
            if (given_.count(here) == 1 && given_.count(other) == 0) {
                faults_.add(given_.at(here)->at, other,
                            "is missing, TLS needs a certificate and its key, both PEM files");
            }
        }
        if (!config_.server.tls) return;
        checkReadable(certificate, config_.server.tls->certificate);
        checkReadable(key, config_.server.tls->key);
    }

    void checkReadable(const std::string& key, const std::string& path) {
        if (path.empty()) return;
        const Node& node = *given_.at(key);
        try {
            readFile(path, kMaxFileBytes);
        } catch (const std::runtime_error& error) {
            const std::string shown = node.confidential ? "" : printable(path, 4096) + ' ';
            faults_.add(node.at, key,
                        "the file " + shown + "cannot be read (" + error.what() +
                            "): it must be a PEM file that this user can read");
        }
    }

    void addInstalledFolders() {
        const std::filesystem::path prefix = installPrefix();
        if (config_.server.webDir.empty()) config_.server.webDir = prefix / "share/vuedeo/web";
        config_.pluginPath.push_back(prefix / "lib/vuedeo/plugins");
    }

    std::filesystem::path file_;
    std::vector<Key> keys_;
    Faults faults_;
    Secrets secrets_;
    Config config_;
    std::map<std::string, const Node*> given_;  // the keys that stand in the file or a --set
};

}  // namespace

Config load(const std::filesystem::path& file, const std::vector<std::string>& overrides,
            const Environment& environment) {
    return Loader(file, environment).load(overrides);
}

std::filesystem::path installPrefix() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
}

}  // namespace vuedeo::config
