// The papers of a batch: the slip that goes with it, and the record of what was taken of it. Inside batches only.
//
// Two files, each signed by one side. What the receiver says of each line may be long, and a file that is signed takes no pages any more: so the
// record repeats the lines with what became of them, and names the slip's file by its SHA-256.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dossiers/batches/store.h"
#include "kit/blob/blob.h"
#include "signing/acts.h"
#include "signing/sign.h"

namespace lt::dossiers::batches {

// A paper as it is drawn, with a place open for the signature where it gets one.
struct Paper {
    std::string bytes{};
    std::optional<pdf::Unsigned> open{};
};
// How a signature looks, and who writes it.
struct PaperLook {
    const pdf::Picture* picture = nullptr;
    signing::Writer writer = signing::Writer::here;
};
// As it is given; open for a signature that looks so, over the giver's name: for a plug-in, which adds a field of its own, as it is drawn.
// Without a look it is not signed. The batch says by its certificates whether it is.
base::Result<Paper> draw_slip(const Services& services, const Batch& batch, const std::vector<Line>& lines,
                              const PaperLook* look);
// Likewise for who received it.
base::Result<Paper> draw_record(const Services& services, const Batch& batch, const std::vector<Line>& lines,
                                const PaperLook* look);
// Signed where it is open for that, which may take long, and put into the blob store. The row that names it comes after.
base::Result<blob::Blob> finish_paper(Services& services, Paper paper, signing::Hand* hand);

}  // namespace lt::dossiers::batches
