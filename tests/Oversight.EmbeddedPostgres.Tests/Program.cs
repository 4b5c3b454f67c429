using Oversight.EmbeddedPostgres;
using Oversight.EmbeddedPostgres.Tests;

// Usually this runs the tests. With a word of OtherProgram's before the arguments it is the other program in a test of two.
switch (args)
{
    case [OtherProgram.Hold, var dataFolder]:
    {
        await using var cluster = await Cluster.OpenAsync(
            new ClusterOptions(dataFolder, MayInstall: true, _ => { }) { Durable = false },
            CancellationToken.None
        );
        Console.WriteLine(cluster.StartedHere);
        await Console.In.ReadLineAsync();
        return 0;
    }
    case [OtherProgram.Run, var dataFolder, var address]:
    {
        using var run = RunLock.Take(dataFolder, new Uri(address));
        Console.WriteLine("running");
        await Console.In.ReadLineAsync();
        return 0;
    }
    default:
        return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(
            args,
            SelfRegisteredExtensions.AddSelfRegisteredExtensions
        );
}
