using System.Text;
using Oversight.Record;
using Oversight.Record.Authority;
using Oversight.Record.Catalogue;
using Oversight.Record.Entries;
using Oversight.Record.Time;
using Oversight.Record.Undertakings;

namespace Oversight.Desk.Tests;

/// <summary>
/// The page that says who may decide what, and from what: the kinds of events, the bodies, the legal bases and the provisions, as the
/// rules take them.
/// </summary>
internal static class AuthorityPage
{
    private static readonly (SubjectKind Kind, string Words)[] Subjects =
    [
        (SubjectKind.Organisation, "An organisation"),
        (SubjectKind.Framework, "The oversight framework"),
        (SubjectKind.Recovery, "An engagement of Recovery Support"),
        (SubjectKind.Undertakings, "A set of undertakings"),
    ];

    /// <summary>The page as it should be.</summary>
    /// <param name="command">How it is written anew.</param>
    public static string Write(string command)
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            # Who may decide what, and from what

            <!-- Written by a test, from the code: {command} -->

            Rule *decided-by-existing-body* asks whether a body existed on the day of a decision, *decided-with-authority* whether it may take that kind of
            decision about that organisation: a live decision by another is refused, an imported or back-dated one is a finding. Who corrects or retracts an
            entry is whoever could decide it. What only *states* something decides nothing: the column says who may have it recorded in its name.

            This page is no legal advice. Where a provision was checked is said below; what could not be checked is said too.

            ## Kinds of decision


            """
        );
        foreach (var (subject, words) in Subjects)
        {
            page.Append($"### {words}\n\n| Decision | Decides? | Who may take it | From what |\n|---|---|---|---|\n");
            foreach (var kind in EventCatalogue.Kinds.Where(k => k.About.HasFlag(subject)))
            {
                page.Append(
                    $"| `{kind.Name}`: {Cell(kind.Says)} | {(kind.Decides ? "decides" : "states")} | {Who(kind)} | {Title(Authority.For(kind, subject))} |\n"
                );
            }

            page.Append('\n');
        }

        page.Append(
            "What is judged at national level is decided by a national body alone, though `criterion_assessed` as such may be a region's.\n\n"
        );
        AppendProvisions(page);
        AppendBodies(page);
        AppendLegalBases(page);
        return page.ToString().TrimEnd() + "\n";
    }

    private static void AppendProvisions(StringBuilder page)
    {
        page.Append("## From what\n\n| | What it gives | Where checked |\n|---|---|---|\n");
        foreach (var authority in Authority.All)
        {
            page.Append($"| {Title(authority)} | {Cell(authority.Says)} | {Cell(authority.Checked)} |\n");
        }

        page.Append('\n');
    }

    private static void AppendBodies(StringBuilder page)
    {
        page.Append(
            "## Bodies\n\nBesides these, every organisation in the record decides in its own name from the day of its establishment until it ends.\n\n"
                + "| Body | Named | From | Until | What it is |\n|---|---|---|---|---|\n"
        );
        foreach (var body in DecidingBody.All)
        {
            page.Append(
                $"| {Cell(body.Name)} | `{body.Id}` | {Day(body.From)} | {Day(body.Until)} | {Cell(body.Help)} |\n"
            );
        }

        page.Append(
            "\nDays of bodies: Health and Social Care Act 2012, sections 9 and 61; Health and Care Act 2022, sections 33 and 36 (abolition of Monitor and of the "
                + "NHS Trust Development Authority; S.I. 2022/734, 1 July 2022). Until June 2022 NHS England and NHS Improvement decided together: where a framework "
                + "names NHS England for national agreement, NHS Improvement is meant too.\n\n"
        );
    }

    private static void AppendLegalBases(StringBuilder page)
    {
        page.Append(
            "## Legal bases of undertakings and directions\n\nRules *legal-basis-fits* and *legal-basis-existed*.\n\n"
                + "| Legal basis | For | Days | Test | Provision | Where checked |\n|---|---|---|---|---|---|\n"
        );
        foreach (var basis in LegalBasis.All)
        {
            page.Append(
                $"| `{basis.Id}`: {Cell(basis.Help)} | {(basis.IsDirection ? "imposing" : "accepting undertakings")} | "
                    + $"{string.Join("; ", basis.Periods.Select(p => $"{InWords.Of(p.Kind)} {p.InWords()}"))} | {InWords.Of(basis.Test)} | "
                    + $"{Cell(basis.Provision)} | {Cell(basis.Checked)} |\n"
            );
        }
    }

    private static string Who(EventKind kind)
    {
        var who = new List<string>();
        foreach (
            var (flag, words) in new[]
            {
                (Deciders.National, "a national body"),
                (Deciders.Region, "the regional team"),
                (Deciders.Government, "the government"),
                (Deciders.Inspector, "an inspector"),
                (Deciders.Own, "the organisation itself"),
            }
        )
        {
            if (kind.Deciders.HasFlag(flag))
            {
                who.Add(words);
            }
        }

        return string.Join(", ", who)
            + (kind.ByBodiesOfFramework ? "; for the most intensive support those whom the framework names" : "");
    }

    private static string Title(Authority authority) =>
        authority.Title
        ?? authority.Provision switch
        {
            Provision.OversightFramework => "the oversight framework of the day",
            Provision.LegalBasis => "the legal basis named",
            _ => "as the entry concerned",
        };

    private static string Day(DateOnly? day) => day is { } known ? $"{DateWithPrecision.Day(known)}" : "–";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
