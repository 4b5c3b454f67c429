using Oversight.Benchmarks;

// How fast decisions are logged beside what else could log them, on one durable cluster that is made for the run: the figures of one run
// may be compared with each other, with another machine's they may not.
//
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- [compare] [seconds of a slice, 4] [rounds, 3] [callers, 1,8,64]
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- replay [entries, 1000000]
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- lists [entries, 100000]
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- pages [entries, 300000] [requests of each, 200] [one page, or somebody's: 'region /']
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- reports [entries, 300000] [same-days]
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- report-lag [seconds, 30]
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- forbidden [rounds, 2000]
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- proofs [entries, 100000]
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- why [entries about one trust, 2000] [concerns]
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- what-if [entries, 300000]
//   dotnet run -c Release --project tests/Oversight.Benchmarks -- profile [seconds, 10] [callers, 1,64]
//
// It starts itself again for servers and fresh processes (serve, lone).
switch (args)
{
    case ["serve", var what, var connectionString, var folder]:
        await ChildProcess.ServeAsync(what, connectionString, folder);
        break;
    case ["lone", var what, var connectionString]:
        await ChildProcess.LogAloneAsync(what, connectionString);
        break;
    case ["replay", .. var rest]:
        await Replay.RunAsync(rest is [var entries, ..] ? int.Parse(entries) : 1_000_000);
        break;
    case ["lists", .. var rest]:
        await Lists.RunAsync(rest is [var listed, ..] ? int.Parse(listed) : 100_000);
        break;
    case ["pages", .. var rest]:
        await PagesUnderWork.RunAsync(
            rest is [var visited, ..] ? int.Parse(visited) : 300_000,
            rest is [_, var requests, ..] ? int.Parse(requests) : 200,
            rest is [_, _, var only, ..] ? only : null
        );
        break;
    case ["reports", .. var rest]:
        await ReportRebuild.RunAsync(
            rest is [var reported, ..] ? int.Parse(reported) : 300_000,
            inOrder: rest is not [_, "same-days"]
        );
        break;
    case ["report-lag", .. var rest]:
        await ReportLag.RunAsync(rest is [var lagging, ..] ? double.Parse(lagging) : 30);
        break;
    case ["forbidden", .. var rest]:
        await ForbiddenAndAbsent.RunAsync(rest is [var asked, ..] ? int.Parse(asked) : 2_000);
        break;
    case ["proofs", .. var rest]:
        await ProofCosts.RunAsync(rest is [var proved, ..] ? int.Parse(proved) : 100_000);
        break;
    case ["why", .. var rest]:
        await WhyAndWhatIf.WhyAsync(
            rest is [var explained, ..] ? int.Parse(explained) : 2_000,
            concerns: rest is [_, "concerns"]
        );
        break;
    case ["what-if", .. var rest]:
        await WhyAndWhatIf.WhatIfAsync(rest is [var supposed, ..] ? int.Parse(supposed) : 300_000);
        break;
    case ["profile", .. var rest]:
        await Profile.RunAsync(
            rest is [var profiled, ..] ? double.Parse(profiled) : 10,
            rest is [_, var callers, ..] ? [.. callers.Split(',').Select(int.Parse)] : [1, 64]
        );
        break;
    default:
        var given = args is ["compare", ..] ? args[1..] : args;
        await Comparison.RunAsync(
            given is [var seconds, ..] ? double.Parse(seconds) : 4,
            given is [_, var rounds, ..] ? int.Parse(rounds) : 3,
            given is [_, _, var together, ..] ? [.. together.Split(',').Select(int.Parse)] : [1, 8, 64]
        );
        break;
}
