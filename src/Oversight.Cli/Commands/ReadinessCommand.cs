using Oversight.Desk.Answers;
using Oversight.Projections.Readiness;
using Oversight.Projections.Timelines;
using Oversight.Record.Recovery;

namespace Oversight.Cli.Commands;

/// <summary>oversight readiness: what remains before the members of an engagement can leave.</summary>
internal static class ReadinessCommand
{
    private static readonly Argument<SubjectId> Id = Inputs.Argument(
        "ID",
        "The engagement's id, such as qoc-2021.",
        text => SubjectId.OfRecovery(text)
    );

    public static Command Create() =>
        new Command("readiness", "What remains before an engagement of Recovery Support can end.") { Id }
            .AsksOnADay(async asked =>
            {
                var id = asked.Parsed.GetValue(Id);
                asked.Show(
                    await RecoveryAnswer.OfAsync(
                        asked.Access.Record,
                        asked.Record,
                        id,
                        asked.On,
                        asked.Known,
                        asked.Cancellation
                    ) ?? throw asked.NotFound(id.Kind, id.Id, $"engagement {id.Id} is not in the record"),
                    answer => Explain(answer, asked.Record)
                );
            })
            .WithExamples(
                "oversight readiness qoc-2021",
                "oversight readiness qoc-2021 --on 2024-03-31 --known 2026-11-21T12:00:00Z --json"
            );

    private static void Explain(RecoveryAnswer answer, RecordAt record)
    {
        var readiness = answer.Readiness;
        Terminal.WriteLine($"{readiness.Title} ({readiness.Id})");
        Terminal.WriteField(
            "Asked",
            $"on {DateWithPrecision.Day(readiness.On)}, {Terminal.Known(record)}; version {readiness.Version}"
        );
        Terminal.WriteField(
            "State",
            $"{readiness.State.InWords()}; entered {readiness.Entered.Effective}{Days(readiness.DaysInProgramme, readiness.DaysAreAtLeast)}"
        );
        Terminal.WriteField("", $"decided by {readiness.Entered.DecidedBy.Body}, entry {readiness.Entered.Entry.Id}");
        Terminal.WriteField(
            "Programme",
            $"{readiness.Programme ?? "not known"}{(readiness.Framework.Note is { } note ? $" ({note})" : "")}"
        );
        foreach (var director in readiness.ImprovementDirectors)
        {
            var name = answer.People.GetValueOrDefault(director.Director, InWords.NoNameKept);
            Terminal.WriteField(
                "Director",
                $"{name}, from {director.Said.Effective}{(director.Until is { } until ? $" until {until}" : "")}"
            );
        }

        foreach (var member in readiness.Members)
        {
            Explain(member, answer.People);
        }

        Explain(readiness.Milestones);
        foreach (var recommendation in readiness.Exit.Recommendations)
        {
            Terminal.WriteField(
                "Exit",
                $"recommended {recommendation.Said.Effective}; decision expected {recommendation.Expected?.ToString() ?? "at no stated time"}"
            );
        }

        if (readiness.TransitionPlan is { } plan)
        {
            Terminal.WriteField("Transition", $"{plan.Monitoring.Shortened()}{(plan.Completed ? " (completed)" : "")}");
            Terminal.WriteField(
                "",
                $"next review {plan.NextReviewDue?.ToString() ?? "at no stated time"}{ListedWords.Left(plan.DaysLeft)}"
            );
        }
    }

    private static void Explain(MemberReadiness member, IReadOnlyDictionary<string, string> people)
    {
        Terminal.WriteLine();
        Terminal.WriteLine($"{member.Name ?? "not registered"} ({member.Organisation})");
        Terminal.WriteField(
            "Member",
            $"{InWords.Of(member.Membership)}{(member.Joined is { } joined ? $", from {joined}" : "")}{(member.Left is { } left ? $" until {left}" : "")}{Days(member.DaysInProgramme, MemberReadiness.IsAtLeast(member.Joined, member.Left))}"
        );
        if (member.TargetExit is { } target)
        {
            Terminal.WriteField(
                "Target exit",
                $"{target.Text}{ListedWords.Left(target.DaysLeft)}; {InWords.TimesMoved(target.Moved)}"
            );
        }

        if (member.PassedOn is { } passed)
        {
            Terminal.WriteField(
                "",
                passed.To is [var successor]
                    ? $"passed to {successor} {passed.Said.Effective}, when it had ended"
                    : $"its membership ended with it, {passed.Said.Effective}"
            );
        }

        if (member.Exit is { } exit)
        {
            Terminal.WriteField(
                "Left",
                $"{exit.Said.Effective}, decided by {exit.Said.DecidedBy.Body}, entry {exit.Said.Entry.Id}"
            );
            foreach (var unmet in exit.Unmet)
            {
                Terminal.WriteField(
                    "",
                    $"{unmet.Criterion} was not met; accepted by {people.GetValueOrDefault(unmet.AcceptedBy, InWords.NoNameKept)}: {unmet.Reason}"
                );
            }
        }

        var hasLeft = member.Membership == Certainty.No && member.Exit is not null;
        var criteria = hasLeft ? member.Exit!.Criteria : member.Criteria;
        if (criteria.Count > 0)
        {
            Terminal.WriteTable(
                criteria,
                ("Criterion", c => c.Criterion.Reference),
                ("Theme", c => c.Criterion.Theme),
                ("Due", c => $"{c.Criterion.Due?.ToString() ?? "no date"}{ListedWords.Left(c.DaysLeft)}"),
                ("Self", c => Rated(c.Ratings.Self)),
                ("Region", c => Rated(c.Ratings.Region)),
                ("National", c => Rated(c.Ratings.National)),
                ("Satisfied", c => c.Satisfied ? "yes" : "no"),
                ("Missing (rule)", c => Listed(c.Missing))
            );
            Terminal.WriteField(
                hasLeft ? "When it left" : "Remaining",
                $"{criteria.Count(c => !c.Satisfied)} of {criteria.Count} criteria{(hasLeft ? " not satisfied" : "")}"
            );
        }

        foreach (var missing in member.Missing)
        {
            Terminal.WriteField("Missing", $"{missing.What} (rule {missing.Rule})");
        }
    }

    private static void Explain(IReadOnlyList<Milestone> milestones)
    {
        if (milestones.Count == 0)
        {
            return;
        }

        Terminal.WriteLine();
        Terminal.WriteTable(
            milestones,
            ("Milestone", m => m.Reference),
            ("Title", m => m.Title.Shortened()),
            ("State", m => InWords.Of(m.State)),
            (
                "Due",
                m =>
                    $"{m.Due}{(m.State is MilestoneState.Achieved or MilestoneState.Ended ? "" : ListedWords.Left(m.DaysLeft))}"
            ),
            ("Moved", m => $"{m.Moved}")
        );
    }

    private static string Rated<T>(CriterionRating<T> rating)
        where T : struct, Enum =>
        rating.Candidates.Count == 0
            ? "not stated"
            : (
                rating.Rating is { } certain
                    ? InWords.Of(certain)
                    : string.Join(" or ", rating.Candidates.Select(c => InWords.Of(c.Rating))) + "?"
            ) + (rating.Candidates.Any(c => c.OfAnotherWording) ? " (of another wording)" : "");

    private static string Listed(IReadOnlyList<Missing> missing) =>
        string.Join("\n", missing.Select(m => $"{m.What} ({m.Rule})"));

    private static string Days(int? days, bool atLeast) =>
        days is { } known ? $" ({(atLeast ? "at least " : "")}{known.Of("day")})" : "";
}

/// <summary>What several tables say in the same words.</summary>
internal static class ListedWords
{
    /// <summary>Days left or overdue, in brackets; nothing when they are not known.</summary>
    public static string Left(int? daysLeft) =>
        daysLeft switch
        {
            null => "",
            < 0 => $" ({-daysLeft} days overdue)",
            _ => $" ({daysLeft} days left)",
        };
}
