using Oversight.Ledger;

namespace Oversight.Desk.Answers;

/// <summary>What was recorded.</summary>
/// <param name="Entries">The entries by place.</param>
/// <param name="Repeated">True when an earlier request with the same idempotency key had recorded them.</param>
public sealed record ReceiptAnswer(IReadOnlyList<ReceiptAnswerLine> Entries, bool Repeated)
{
    /// <summary>The receipt as it is answered.</summary>
    public static ReceiptAnswer Of(Receipt receipt) =>
        new(
            [
                .. receipt.Entries.Select(line => new ReceiptAnswerLine(
                    line.Id,
                    line.Place,
                    line.Stream,
                    line.Version,
                    line.Recorded,
                    line.Leaf,
                    $"/api/entries/{line.Id}/correction"
                )),
            ],
            receipt.Repeated
        );
}

/// <summary>What was recorded of one entry.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Place">Its number in the record, from 0.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its version in that stream; the last one of a stream goes into If-Match, to put a slip right.</param>
/// <param name="Recorded">When it was recorded.</param>
/// <param name="Leaf">The hash of the entry with its place, in hexadecimal digits: what its receipt will prove. Told to who is told the place.</param>
/// <param name="Correction">Where to put a slip right, as a correction of the entry.</param>
public sealed record ReceiptAnswerLine(
    Guid Id,
    long Place,
    string Stream,
    long Version,
    DateTimeOffset Recorded,
    string Leaf,
    string Correction
);
