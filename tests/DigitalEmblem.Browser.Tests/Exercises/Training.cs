using DigitalEmblem.Browser.Tests.Hands;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>The demo, its six people, each with a browser, and the second terminal of the exercises.</summary>
internal sealed class Training : IDisposable
{
    private readonly DemoWithPages _demo;
    private readonly Dictionary<string, Hand> _people = [];

    private Training(DemoWithPages demo) => _demo = demo;

    /// <summary>The folder of the second terminal.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("emblem-exercises-").FullName;

    /// <summary>The folder of the demo.</summary>
    public string DemoFolder => Path.GetDirectoryName(_demo.Variables)!;

    /// <summary>The address of the check page.</summary>
    public string CheckPage => _demo.CheckPage;

    /// <summary>All people of the demo join, as the exercises ask for.</summary>
    public static async Task<Training> StartAsync(DemoWithPages demo, Cast cast)
    {
        var training = new Training(demo);
        foreach ((string person, string link) in demo.Links)
        {
            training._people[person] = await cast.JoinAsync(person, link);
        }

        return training;
    }

    /// <summary>A person who does an exercise.</summary>
    public Trainee Of(string person, ExerciseText text) => new(_people[person], text);

    /// <summary>Another person, who joined during an exercise.</summary>
    public void Add(string person, Hand hand) => _people[person] = hand;

    /// <summary>Runs lines in the second terminal, with what the README of the exercises has one type there first.</summary>
    /// <returns>What it printed.</returns>
    public Task<string> TerminalAsync(string lines, string? folder = null) => _demo.RunAsync(
        $"{ExerciseText.Commands("README", "EMBLEM_HOME", "emblem()", "check()")}\ncd '{folder ?? Folder}' && {lines} 2>&1");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
