using DigitalEmblem.Issuer.Load;

// load SQLITE-COUNT POSTGRES-COUNT DRILL-COUNT: sets each up, measures, and prints lines for bench/results. 0 leaves one out.
// load withdrawals HOW-MANY LOAD: how long withdrawals take beside loads of so many names; a table.
// load withdrawal-of COUNT: how long a withdrawal of so many names takes; a sentence.
// load bulk COUNT: acts on all of so many names, and how long each holds the database; a table for each database.
// load pages FEW MANY TIMES [sqlite|postgres]: how long people and programs wait with few names and with many; a table for each database.
// load steps COUNT: what one emblem costs, step by step; a table.
// load year NAMES: a year of so many names on a clock that is set, in SQLite; a list of what it left.
// load published COUNT: so many names into BIND 9, and read back; a line.
// load work FOLDER CONNECTION: one instance of a measurement, in a process of its own.
if (args is ["work", var folder, var connection])
{
    return await IssuingRun.WorkAsync(folder, connection);
}

if (args is ["withdrawals", var many, var load])
{
    Console.WriteLine(await Withdrawals.RunAsync(int.Parse(many), int.Parse(load)));
    return 0;
}

if (args is ["withdrawal-of", var together])
{
    Console.WriteLine(await Withdrawals.OfManyAsync(int.Parse(together)));
    return 0;
}

if (args is ["steps", var emblems])
{
    Console.WriteLine(await IssuingSteps.RunAsync(int.Parse(emblems)));
    return 0;
}

if (args is ["year", var names])
{
    Console.WriteLine(await YearRun.RunAsync(int.Parse(names)));
    return 0;
}

if (args is ["published", var toPublish])
{
    Console.WriteLine(await PublishedNames.RunAsync(int.Parse(toPublish)));
    return 0;
}

if (args is ["bulk", var count])
{
    Console.WriteLine(await BulkActs.OnSqliteAsync(int.Parse(count)));
    Console.WriteLine(await BulkActs.OnPostgresAsync(int.Parse(count)));
    return 0;
}

if (args is ["pages", var few, var more, var times, .. var stores])
{
    foreach (string store in stores is [] ? ["sqlite", "postgres"] : stores)
    {
        Console.WriteLine(await PageTimes.RunAsync(int.Parse(few), int.Parse(more), int.Parse(times), postgres: store == "postgres"));
    }

    return 0;
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
