using DigitalEmblem.Issuer.Load;

// load SQLITE-COUNT POSTGRES-COUNT DRILL-COUNT: sets each up, measures, and prints lines for bench/results. 0 leaves one out.
// load work FOLDER CONNECTION: one instance of a measurement, in a process of its own.
if (args is ["work", var folder, var connection])
{
    return await IssuingRun.WorkAsync(folder, connection);
}

int[] counts = [.. args.Select(int.Parse)];
if (counts[0] > 0)
{
    Console.WriteLine(await IssuingRun.OnSqliteAsync(counts[0]));
}

if (counts[1] > 0)
{
    Console.WriteLine(await IssuingRun.OnPostgresAsync(counts[1]));
}

if (counts[2] > 0)
{
    Console.WriteLine(await CompromiseDrill.RunAsync(counts[2]));
}

return 0;
