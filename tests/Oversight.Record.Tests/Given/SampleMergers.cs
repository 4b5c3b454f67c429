using Oversight.Record.Organisations;

namespace Oversight.Record.Tests.Given;

/// <summary>Records of an ICB that ended on 1 April 2024 with something open, and what becomes of it.</summary>
internal static class SampleMergers
{
    /// <summary>Undertakings of the ICB (4), a new ICB (5), and the end of the first (6), which the new one follows.</summary>
    public static SmallRecord WithUndertakings() => Merged(SampleUndertakings.GivenByIcb());

    /// <summary>The ICB and the trust in Recovery Support (4), criteria (5), a new ICB (6), and the end of the first (7).</summary>
    public static SmallRecord WithRecovery() => Merged(SampleRecovery.WithCriteria());

    /// <summary>And what of the ICB is told of before it ended.</summary>
    public static SmallRecord Merged(SmallRecord record) =>
        record
            .Told(Sample.NewIcb, Sample.Registered(Sample.NewIcb, "2024-04-01"))
            .Told(Sample.Icb, Sample.Succeeded("2024-04-01", Sample.NewIcb));

    public static OpenItemsDisposed Disposed(string on, params DisposedItem[] items) =>
        new(SampleRecovery.Because(on), Sample.Icb, items);

    public static DisposedItem Passes(OpenItemKind what, string? item = null, OdsCode? to = null) =>
        new(what, Disposition.Passes, to ?? Sample.NewIcb, item);

    public static DisposedItem Ends(OpenItemKind what, string? item = null) => new(what, Disposition.Ended, Item: item);

    public static DisposedItem Discharges(OpenItemKind what, string? item = null) =>
        new(what, Disposition.Discharged, Item: item);
}
