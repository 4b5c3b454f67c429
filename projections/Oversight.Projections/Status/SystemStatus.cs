using Oversight.Record.Catalogue;

namespace Oversight.Projections.Status;

/// <summary>What can be said about the system of an organisation.</summary>
public enum SystemState
{
    /// <summary>The record says which it is.</summary>
    Certain,

    /// <summary>Dates leave several open, or whether it is any that is stated.</summary>
    Uncertain,

    /// <summary>The record does not say: nothing names one, or the ICB named last has ended and nothing says which one follows it here.</summary>
    NotStated,
}

/// <summary>An organisation of a system.</summary>
/// <param name="Ods">Its code.</param>
/// <param name="Name">Its name on the day.</param>
/// <param name="Certain">False where it may be of another system on that day, or of none that is stated.</param>
public sealed record OfSystem(OdsCode Ods, string Name, bool Certain);

/// <summary>The system of an organisation on a day: an ICB and the trusts that belong to it.</summary>
/// <param name="State">What can be said about it.</param>
/// <param name="Text">The answer in one line.</param>
/// <param name="Icbs">The ICB whose system it is; several where that is uncertain.</param>
/// <param name="Trusts">Of an ICB: the trusts that belong to its system, or may; empty where none is stated, and of a trust.</param>
/// <param name="RestsOn">The entries that say so.</param>
public sealed record SystemStatus(
    SystemState State,
    string Text,
    IReadOnlyList<OfSystem> Icbs,
    IReadOnlyList<OfSystem> Trusts,
    IReadOnlyList<EntryReference> RestsOn
)
{
    /// <summary>The system of an organisation on a day.</summary>
    internal static SystemStatus On(RecordAt record, OdsCode ods, DateOnly on)
    {
        var system = record.SystemOf(ods, on);
        var trusts = record.TrustsOfSystem(ods, on);
        var state =
            system.Certain is not null ? SystemState.Certain
            : system.Systems.Count == 0 ? SystemState.NotStated
            : SystemState.Uncertain;
        OfSystem[] icbs =
        [
            .. system.Systems.Select(icb => new OfSystem(icb, record.NameOf(icb, on), state == SystemState.Certain)),
        ];
        return new(
            state,
            state switch
            {
                SystemState.Certain => $"{icbs[0].Name} ({icbs[0].Ods})",
                SystemState.NotStated => "Not stated",
                _ => "Uncertain: "
                    + string.Join(" or ", icbs.Select(i => $"{i.Name} ({i.Ods})"))
                    + (system.PerhapsNotStated ? ", or not stated" : ""),
            },
            icbs,
            [.. trusts.Select(t => new OfSystem(t.Organisation, record.NameOf(t.Organisation, on), t.IsCertain))],
            [
                .. system
                    .RestsOn.Concat(trusts.SelectMany(t => record.SystemOf(t.Organisation, on).RestsOn))
                    .DistinctBy(e => e.Id)
                    .OrderBy(e => e.Place)
                    .Select(EntryReference.To),
            ]
        );
    }
}
