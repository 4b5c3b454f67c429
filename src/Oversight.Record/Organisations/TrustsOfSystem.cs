namespace Oversight.Record.Organisations;

/// <summary>An event that may name single trusts of the system of the ICB that it is recorded about.</summary>
public interface INamesTrustsOfSystem
{
    /// <summary>Those trusts, at least one; null where none is named.</summary>
    IReadOnlyList<OdsCode>? Organisations { get; }
}

/// <summary>What holds of entries that name trusts of a system.</summary>
public static class TrustsOfSystem
{
    /// <summary>A trust has no system of its own: it belongs to an ICB's.</summary>
    public static Rule<INamesTrustsOfSystem> NamedByIcb { get; } =
        new(
            "trusts-named-by-icb",
            "Only what is recorded about an ICB names trusts of its system, and never the ICB itself; what concerns one trust is recorded about that trust.",
            (said, judged) =>
                said.Organisations is not { } organisations ? null
                : judged.Timeline.Of<OrganisationRegistered>().FirstOrDefault()?.Content
                    is { Kind: not OrganisationKind.Icb } trust
                    ? $"{trust.Organisation} is no ICB: it has no trusts that could be named. Record it about each of those."
                : judged.Timeline.Subject.Organisation is { } icb && organisations.Contains(icb)
                    ? $"{icb} is named among the trusts of its own system: leave it out."
                : null
        );

    /// <summary>Where nothing is recorded of a trust's system there is nothing to compare.</summary>
    public static Rule<INamesTrustsOfSystem> OfOwnSystem { get; } =
        new(
            "trusts-of-own-system",
            "A trust that an entry about an ICB names belongs to the system of that ICB by then, as far as that is recorded.",
            (said, judged) =>
            {
                if (judged.Effective.Precision == DatePrecision.Unknown)
                {
                    return null;
                }

                foreach (var trust in said.Organisations ?? [])
                {
                    var joined = judged.Organisation(trust)?.Dated<SystemJoined>().On(judged.Effective.Latest);
                    if (
                        joined is { PerhapsNone: false, Entries: [var first, ..] }
                        && joined.Entries.All(e => e.Content.System != judged.Timeline.Subject.Organisation)
                    )
                    {
                        return $"{trust} joined the system of {first.Content.System} last ({first.Effective}): record which system "
                            + "it belongs to, or what is said of it about that ICB.";
                    }
                }

                return null;
            },
            RuleForce.Reports
        );

    internal static void CheckInput(INamesTrustsOfSystem said)
    {
        if (said.Organisations is not { } organisations)
        {
            return;
        }

        Check.Organisations(organisations, "organisations", atLeast: 1);
        if (said is IConcerns { Scope: not Concerning.System })
        {
            throw new BadInputException(
                "scope",
                "must be system where trusts are named: they are some of the system's."
            );
        }
    }

    internal static string InWords(INamesTrustsOfSystem said, Naming names) =>
        said switch
        {
            { Organisations: { } organisations } => $" for {names.Listed(organisations)}",
            IConcerns { Scope: Concerning.System } => " for the system",
            _ => "",
        };

    internal static IEnumerable<(string, string)> States(INamesTrustsOfSystem said) =>
        [
            .. said is IConcerns concerning
                ? [("concerns", Entries.InWords.Of(concerning.Scope))]
                : Array.Empty<(string, string)>(),
            .. Stated.Each("trust", said.Organisations ?? []),
        ];
}
