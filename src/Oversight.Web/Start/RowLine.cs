using Oversight.Projections.Registers;
using Oversight.Projections.Start;
using Oversight.Web.Design;

namespace Oversight.Web.Start;

/// <summary>A row of a list in one line.</summary>
/// <param name="Subject">The subject whose page says more.</param>
/// <param name="Words">What it is.</param>
/// <param name="Note">Whose, and since when.</param>
/// <param name="DaysLeft">Days left, negative when late; null where it has no date.</param>
/// <param name="Proposal">The entry that proposes a segment, whose page says what agreeing it would do; null for no proposal.</param>
internal sealed record RowLine(SubjectId? Subject, string Words, string? Note, long? DaysLeft, Guid? Proposal = null)
{
    /// <summary>That of a row.</summary>
    public static RowLine Of(Counted card, Row row)
    {
        string? Text(string column) => card.Cell(row, column)?.ToString();
        string List(string column) => string.Join(", ", card.Cell(row, column) as IReadOnlyList<string> ?? []);
        SubjectId? Engagement() => Text("engagement") is { } id ? SubjectId.OfRecovery(id) : null;
        return card.Register.Name switch
        {
            "deadlines" => new(
                SubjectId.FromStream(Text("subject")!),
                Text("title")!,
                $"due {Text("due")}",
                card.Cell(row, "daysLeft") as long?
            ),
            "criteria" => new(
                Engagement(),
                $"{Text("reference")}: {Text("wording")}",
                string.Join(' ', card.Cell(row, "missing") as IReadOnlyList<string> ?? []),
                card.Cell(row, "daysLeft") as long?
            ),
            "evidence" => new(
                Engagement() ?? (Text("undertakings") is { } set ? SubjectId.OfUndertakings(set) : null),
                $"{Text("title")}, for {List("for")}",
                Text("waitingSince") is { } since
                    ? $"{Text("name")}, since {since}"
                    : $"{Text("name")}, {Text("state")} {Text("answered")}{(Text("reason") is { } why ? $": {why}" : "")}",
                null
            ),
            "proposals" => new(
                SubjectId.Of(OdsCode.Parse(Text("ods")!)),
                $"Segment {Text("segment")} for {Text("name")} from {Text("effective")}",
                $"proposed {Text("proposed")}",
                null,
                (card.Cell(row, "entry") as IReadOnlyList<Guid>)?[0]
            ),
            "challenges" => new(
                SubjectId.FromStream(Text("subject")!),
                Text("wrong")!,
                // Nobody has said a thing to one that was only made.
                $"{Text("name")}, {(Text("state") is "made" ? "" : $"{Text("state")!.Replace('-', ' ')}, ")}made {Text("made")}",
                null
            ),
            "engagements" => new(
                Engagement() ?? SubjectId.Of(OdsCode.Parse(Text("ods")!)),
                Text("name") ?? Text("ods")!,
                Text("recommended") is { } recommended ? $"recommended {recommended}" : Text("title"),
                // How long it is until the target says nothing of how long a recommendation has waited.
                Text("recommended") is null
                    ? card.Cell(row, "targetDaysLeft") as long?
                    : null
            ),
            _ => throw new InvalidOperationException($"No line is written for {card.Register.Name}."),
        };
    }
}
