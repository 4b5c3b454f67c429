using Oversight.Projections.Questions;
using Oversight.Projections.Start;
using Oversight.Web.Design;

namespace Oversight.Web.Start;

/// <summary>Where what stands on a start page leads.</summary>
internal static class StartLinks
{
    /// <summary>The list that a number counts.</summary>
    public static string ListOf(this PageQuestion question, Counted counted) =>
        question.At(
            $"/registers/{counted.Register.Name}",
            [
                .. counted.Filters.Select(filter => KeyValuePair.Create(filter.Name, (string?)filter.Value)),
                .. counted.Sorts.Count == 0
                    ? []
                    : new[]
                    {
                        KeyValuePair.Create(
                            "sort",
                            (string?)
                                string.Join(
                                    ',',
                                    counted.Sorts.Select(sort => (sort.Descending ? "-" : "") + sort.Column)
                                )
                        ),
                    },
            ]
        );

    /// <summary>The page of a subject; a framework has none of its own.</summary>
    public static string? PageOf(this PageQuestion question, SubjectId? subject) =>
        subject?.Kind switch
        {
            SubjectKind.Organisation => question.At($"/organisations/{subject.Value.Id}"),
            SubjectKind.Recovery => question.At($"/recoveries/{subject.Value.Id}"),
            SubjectKind.Undertakings => question.At($"/undertakings/{subject.Value.Id}"),
            _ => null,
        };

    /// <summary>The questions of a role, by what they are about.</summary>
    public static IReadOnlyList<(string About, IReadOnlyList<Question> Questions)> QuestionsOf(Role role) =>
        [
            .. Groups
                .Where(group => Question.Of(group.Ids[0]).Role == role)
                .Select(group => (group.About, (IReadOnlyList<Question>)[.. group.Ids.Select(id => Question.Of(id))])),
        ];

    private static (string About, string[] Ids)[] Groups =>
        [
            ("Where each organisation stands", ["R1", "R13", "R8", "R11"]),
            ("What changed", ["R2", "R12", "R14"]),
            ("What is due, and what waits", ["R3", "R5", "R6", "R7", "R9"]),
            ("Recovery Support and regulatory action", ["R4", "R10", "R15"]),
            ("Leaving Recovery Support", ["L1", "L2", "L11", "L10", "L7", "L12", "L13"]),
            ("Evidence and ratings", ["L3", "L4", "L5"]),
            ("Undertakings", ["L8", "L9"]),
            ("What is said about us", ["L6", "L15"]),
            ("What was so, and what was believed", ["A1", "A2", "A3", "A7", "A8", "A9"]),
            ("How it came into the record", ["A4", "A5", "A16", "A10"]),
            ("Exits, certificates and publication", ["A11", "A12", "A13", "A14"]),
            ("What was disposed of, and what is held", ["A17"]),
        ];
}
