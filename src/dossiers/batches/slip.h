// The papers of a batch: the slip that goes with it, and the record of what was taken of it. Inside batches only.
//
// Two files, each signed by one side. What the receiver says of each line may be long, and a file that is signed takes no pages any more: so the
// record repeats the lines with what became of them, and names the slip's file by its SHA-256.
#pragma once

#include <string>
#include <vector>

#include "dossiers/batches/store.h"
#include "signing/sign.h"

namespace lt::dossiers::batches {

// As it is given; with a hand signed by it, over the giver's name. The batch says by its certificates whether it is.
base::Result<std::string> draw_slip(Services& services, const Batch& batch, const std::vector<Line>& lines,
                                    signing::Hand* hand);
// Likewise for who received it.
base::Result<std::string> draw_record(Services& services, const Batch& batch, const std::vector<Line>& lines,
                                      signing::Hand* hand);
// Into the blob store, before the row that names it; gives its sha256.
std::string keep_file(Services& services, db::Transaction& tx, const std::string& bytes);

}  // namespace lt::dossiers::batches
