using Oversight.Record.Authority;
using Oversight.Record.Catalogue;
using Oversight.Record.Organisations;
using Oversight.Record.Telling;

namespace Oversight.Projections.Letters;

/// <summary>
/// A draft of the letter by which those concerned are told of a decision, made from what the record says and nothing else. What a letter of its
/// kind must say and the record does not is named in it as a gap: whoever sends it fills these, and decides what it says.
/// </summary>
/// <param name="Entry">The entry that it is about.</param>
/// <param name="Subject">The stream that it is in.</param>
/// <param name="Place">The place of the record from which it was made.</param>
/// <param name="State">From which state of the record it was made, in words.</param>
/// <param name="Title">What it is about, in a line.</param>
/// <param name="To">Those to whom it goes: name and code of each organisation.</param>
/// <param name="Organisations">Their codes.</param>
/// <param name="From">The body in whose name it goes.</param>
/// <param name="Role">The role in which it is signed, or a gap.</param>
/// <param name="Decided">When it was decided, or a gap.</param>
/// <param name="Parts">What it says.</param>
/// <param name="Gaps">What the record does not state and the letter needs, each once, in the order of the letter.</param>
public sealed record LetterDraft(
    Guid Entry,
    string Subject,
    long? Place,
    string State,
    string Title,
    IReadOnlyList<string> To,
    IReadOnlyList<OdsCode> Organisations,
    string From,
    string Role,
    string Decided,
    IReadOnlyList<LetterPart> Parts,
    IReadOnlyList<string> Gaps
)
{
    /// <summary>What stands over every draft.</summary>
    public const string Mark = "DRAFT - not sent";

    /// <summary>
    /// The places of the entries that say what it tells: the decision's, and that of the correction in force. None for whoever is told no places.
    /// </summary>
    public IReadOnlyList<long> Places { get; init; } = [];

    /// <summary>What the mark means, and how the letter comes into the record.</summary>
    public string Explanation =>
        $"Made from the record of oversight {State}. It has not been approved, signed or sent. "
        + (
            Gaps.Count == 0
                ? "Check every line before it goes."
                : $"{(Gaps.Count == 1 ? "1 gap is" : $"{Gaps.Count} gaps are")} marked \"[not stated: …]\": fill each of them, or take it out, before it goes."
        );

    /// <summary>The name of a file with it, without an extension.</summary>
    public string FileName => $"draft-letter-{Organisations[0].Value.ToLowerInvariant()}-{Entry}";

    /// <summary>The draft for an entry.</summary>
    /// <param name="record">The record, as whoever asks sees it.</param>
    /// <param name="id">The entry, or a correction of it.</param>
    /// <param name="to">Only one of the organisations concerned; null: all of them.</param>
    /// <returns>Null when there is no such entry.</returns>
    /// <exception cref="BadInputException">It is none of those of which a letter tells, or does not concern that organisation.</exception>
    public static LetterDraft? Of(RecordAt record, Guid id, OdsCode? to = null)
    {
        if (
            record.EntryOf(id) is not { } recorded
            || record.TimelineOf(recorded.Subject) is not { } timeline
            || timeline.StandsFor(id) is not { } entry
        )
        {
            return null;
        }

        var kind = entry.Content.KindOfEvent();
        if (entry.RetractedBy is { } retraction)
        {
            throw new BadInputException(
                "entry",
                $"was retracted by entry {retraction.Id}: it decides nothing that a letter could tell."
            );
        }

        if (!kind.Decides)
        {
            throw new BadInputException(
                "entry",
                $"is of the kind {kind.Word}, by which nobody decides: there is no letter about it."
            );
        }

        OdsCode[] concerned = [.. ThoseConcerned.By(timeline).Where(o => to is null || o == to)];
        if (concerned.Length == 0)
        {
            throw new BadInputException(
                to is null ? "entry" : "to",
                to is null
                    ? "concerns no organisation: there is nobody to write to."
                    : $"{to} is not concerned by {timeline.Subject}."
            );
        }

        return Write(new LetterWriting(record, timeline, entry, concerned));
    }

    private static LetterDraft Write(LetterWriting writing)
    {
        var (record, entry) = (writing.Record, writing.Entry);
        var decision = entry.Decision;
        string[] to = [.. writing.Organisations.Select(o => $"{record.NameOf(o)} ({o})")];
        string from =
            DecidingBody.Of(decision.DecidedBy.Body)?.Name
            ?? (OdsCode.TryParse(decision.DecidedBy.Body, out var ods) ? record.NameOf(ods) : decision.DecidedBy.Body);
        var decided =
            decision.Decided.Precision == DatePrecision.Unknown
                ? writing.Gap("when it was decided")
                : $"{decision.Decided}";
        var parts = new List<LetterPart>
        {
            new(
                null,
                [
                    $"{from} writes to tell {InWords.Several(writing.Organisations.Select(record.NameOf))} of a decision.",
                    $"The decision: {entry.Content.Says().TrimEnd('.')}.",
                ]
            ),
        };
        parts.AddRange(LetterContents.Of(writing));
        parts.Add(new("Reasons", [decision.Rationale ?? writing.Gap("the reasons for the decision")]));
        parts.Add(
            new(
                "What it rests on",
                [
                    writing.Authority,
                    .. decision.Evidence.Count == 0
                        ? [$"Documents considered: {writing.Gap("the evidence on which it was decided")}"]
                        : decision.Evidence.Select(e =>
                            $"Considered: {e.Title}{(e.Reference is null ? "" : $" ({e.Reference})")}"
                        ),
                ]
            )
        );
        parts.Add(
            new(
                "If something recorded about you is wrong",
                [
                    $"You may challenge it. Say which entry ({entry.Id}), what is wrong with it and what it should say. Somebody who did not log the "
                        + "challenge answers it: the entry is corrected, or you are told why it stands.",
                    $"Whom to ask about this letter: {writing.Gap("a contact")}",
                ]
            )
        );
        var role = decision.DecidedBy.Role ?? writing.Gap("the role of who signs");
        return new(
            entry.Id,
            writing.Timeline.Subject.Value,
            record.PlaceTold,
            record.StateTold,
            $"{entry.Content.KindOfEvent().Says}",
            to,
            writing.Organisations,
            from,
            role,
            decided,
            parts,
            writing.Gaps
        )
        {
            Places = record.PlaceTold is null
                ? []
                : [entry.Place, .. entry.InForce is { } correction ? (long[])[correction.Place] : []],
        };
    }
}

/// <summary>A part of a letter.</summary>
/// <param name="Heading">Its heading; null for the beginning.</param>
/// <param name="Paragraphs">What it says.</param>
/// <param name="Table">What is listed after that.</param>
public sealed record LetterPart(string? Heading, IReadOnlyList<string> Paragraphs, LetterTable? Table = null);

/// <summary>A table in a letter.</summary>
/// <param name="Columns">The headings of its columns.</param>
/// <param name="Rows">Its rows, a cell for each column.</param>
public sealed record LetterTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
