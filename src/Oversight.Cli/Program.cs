using Oversight.Desk;
using Oversight.EmbeddedPostgres;

await using var cluster = await Cluster.OpenAsync(
    new ClusterOptions(ClusterOptions.DefaultDataFolder(), MayInstall: false, Console.Error.WriteLine),
    CancellationToken.None
);
await using var record = await OpenRecord.OpenAsync(
    cluster.Owner,
    cluster.Program,
    TimeProvider.System,
    Console.Error.WriteLine,
    CancellationToken.None
);
Console.WriteLine(await record.LoadReferenceDataAsync(CancellationToken.None));
foreach (
    var status in Oversight.Projections.Status.OrganisationStatus.All(
        await record.Live.AtAsync(null, CancellationToken.None),
        DateOnly.Parse(args[0])
    )
)
{
    Console.WriteLine($"{status.Ods} {status.Name} {status.Region.Name} {status.Segment.Text}");
}
