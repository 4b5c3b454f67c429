using Oversight.Projections.Questions;

namespace Oversight.Desk.Answers;

/// <summary>A question that can be asked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">Who asks.</param>
/// <param name="Text">The question.</param>
/// <param name="Register">The register that answers it; "readings" for who read what, which is kept beside the record.</param>
/// <param name="Filters">Which rows answer it, as filters of that register.</param>
/// <param name="Sort">In which order.</param>
/// <param name="Columns">The columns that say the answer.</param>
/// <param name="Parameters">What it may be asked with, besides the day and the instant.</param>
public sealed record QuestionDescription(
    string Id,
    Role Role,
    string Text,
    string Register,
    IReadOnlyList<string> Filters,
    string Sort,
    IReadOnlyList<string> Columns,
    IReadOnlyList<QuestionParameter> Parameters
)
{
    /// <summary>Every question that the record answers.</summary>
    public static IReadOnlyList<QuestionDescription> All { get; } = [.. QuestionList.All.Select(Of)];

    /// <summary>The same, and who read what, which auditors ask.</summary>
    public static IReadOnlyList<QuestionDescription> OfAuditors { get; } =
    [
        .. All,
        new(
            QuestionList.WhoRead.Id,
            Role.Auditor,
            QuestionList.WhoRead.Text,
            "readings",
            Filters: [],
            Sort: "-at",
            ReadingsCsv.Columns,
            QuestionList.WhoRead.Parameters
        ),
    ];

    /// <summary>That of a question.</summary>
    public static QuestionDescription Of(Question question) =>
        new(
            question.Id,
            question.Role,
            question.Text,
            question.Register.Name,
            [.. question.Filters.Select(f => $"{f.Name}={f.Value}")],
            string.Join(',', question.Sorts.Select(s => (s.Descending ? "-" : "") + s.Column)),
            question.Columns,
            question.Parameters
        );
}

/// <summary>The answer to a question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Answer">The answer, with what it rests on.</param>
public sealed record QuestionAnswer(QuestionDescription Question, RegisterTable Answer);
