// The generated province: a private, durable cluster with one agency that has a million documents.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "documents/actions.h"
#include "exchange/api.h"
#include "kit/db/cluster.h"
#include "kit/jobs/jobs.h"

namespace lt::bench {

constexpr int kAgencies = 620;
constexpr int kOfficials = 11;  // an agency: clerk, leader, nine specialists

// A program of PostgreSQL's; throws when it fails.
void run_program(const std::string& program, const std::string& arguments);

class World {
public:
    World(const std::filesystem::path& folder, std::size_t documents);

    documents::Services& services() { return *services_; }
    blob::Store& blobs() { return *blobs_; }
    db::Pool& superuser() { return *superuser_; }
    std::string dsn(const std::string& role) const { return cluster_->dsn("bench", role); }
    std::string reference_dsn() const { return cluster_->dsn("reference", "postgres"); }
    std::size_t documents() const { return documents_; }

    documents::Actor clerk(std::int64_t agency) const;
    documents::Actor specialist(std::int64_t agency, int which) const;  // 0 … 8
    // Approved drafts, ready to be issued: `recipients` each; from one agency or from all. Agency and uid of each.
    std::vector<std::pair<std::int64_t, std::string>> approved(std::size_t count, int recipients,
                                                               bool one_agency);
    void execute(const std::string& sql);  // as superuser
    std::int64_t value(const std::string& sql);

private:
    void generate();
    void index_words();
    std::size_t documents_;
    std::unique_ptr<db::Cluster> cluster_;
    std::unique_ptr<db::Pool> superuser_, pool_;
    std::unique_ptr<blob::Store> blobs_;
    std::unique_ptr<directory::Directory> directory_;
    std::unique_ptr<jobs::Queue> queue_;
    std::unique_ptr<signing::Services> signing_;
    std::unique_ptr<exchange::Services> exchange_;
    std::unique_ptr<documents::Services> services_;
};

}  // namespace lt::bench
