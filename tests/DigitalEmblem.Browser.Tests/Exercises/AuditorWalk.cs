using Xunit;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>The exercise of the auditor, after the one of the officer.</summary>
internal sealed class AuditorWalk(Training training)
{
    private readonly ExerciseText _text = new("auditor");

    private Trainee Vera => training.Of("vera", _text);

    /// <summary>All of it.</summary>
    public async Task WalkAsync()
    {
        await PeopleAsync();
        await LinesAsync();
        await HeadAsync();

        string journal = await Vera.DownloadAsync("The whole journal as a file, a line of JSON for each", training.Folder);
        string exported = await File.ReadAllTextAsync(journal);
        Assert.DoesNotContain("\"olga\"", exported, StringComparison.Ordinal);
        Assert.NotEmpty(exported);
        await Vera.FollowAsync("Alerts");
        await Vera.SeesAsync("An alert ends by itself when the service finds that its cause is gone.");
        Assert.Equal(0, await Vera.Hand.Page.Locator("main button:visible").CountAsync());
        Assert.Empty(_text.Unseen);
    }

    private async Task PeopleAsync()
    {
        await Vera.FollowAsync("People");
        await Vera.Hand.SeesAsync("olga");
        await Vera.FollowAsync("Show those who ended too");
        await Vera.FollowAsync("olga");
        await Vera.Hand.SeesHeadingAsync("Ways to sign in");
        await Vera.Hand.SeesHeadingAsync("API keys");
        Assert.Equal(0, await Vera.Hand.Page.Locator("main button:visible").CountAsync());
        Assert.Equal(403, await Vera.OpenAsync("/people/invite"));
        await Vera.SeesAsync("This is for: administrator. Nothing was changed.");
    }

    private async Task LinesAsync()
    {
        await Vera.Hand.OpenAsync(new Uri(new Uri(Vera.Hand.Page.Url), "/").AbsoluteUri);
        await Vera.FollowAsync("Journal");
        await Vera.SeesAsync("Each change has a line here, and each line is bound to those before it.");
        await Vera.SeesAsync(
            "It was not checked yet whether the journal is whole: issuer journal verify on the machine of the service reads all of it.");
        await Vera.UnfoldAsync("Show only some lines");
        await Vera.FillAsync("About", "clinic.society.example");
        await Vera.PressAsync("Show these lines");
        await Vera.Hand.SeesAsync("asset.withdrawn … asset.marked … asset.declared … asset.listed");
        await Vera.FillAsync("About", "");
        await Vera.FillAsync("Who", "olga");
        await Vera.PressAsync("Show these lines");
        await Vera.Hand.SeesAsync("olga");
        await Vera.FillAsync("What", "asset.withdrawn");
        await Vera.PressAsync("Show these lines");
        await Vera.Hand.SeesAsync("asset.withdrawn");
        Assert.False(await Vera.Hand.SaysAsync("The newest first … asset.marked … clinic"));
        await Vera.FillAsync("What", "asset");
        await Vera.PressAsync("Show these lines");
        await Vera.SeesAsync("No line matches these filters. Each filter takes a whole word, as it stands in the list.");
        await Vera.FillAsync("What", "asset.withdrawn");
        await Vera.PressAsync("Show these lines");
        await Vera.Hand.Page.Locator("main tbody tr").First.GetByRole(Microsoft.Playwright.AriaRole.Link).First.ClickAsync();
        await Vera.Hand.SeesAsync("Hash");
        await Vera.Hand.SeesHeadingAsync("Details");
    }

    private async Task HeadAsync()
    {
        await Vera.FollowAsync("Journal");
        string head = await Vera.DownloadAsync("The head as a file, for issuer journal verify --head", training.Folder);
        File.Move(head, Path.Combine(training.Folder, "head.txt"));
        Trainee olga = training.Of("olga", _text);
        await olga.Hand.FollowAsync("Assets");
        await olga.Hand.FollowAsync("clinic.society.example");
        await olga.PressAsync("Renew now");

        string verified = await VerifyAsync("head.txt");
        Assert.Contains("The journal is as it was written", verified, StringComparison.Ordinal);
        Assert.Contains("The head that was kept is in it.", verified, StringComparison.Ordinal);
        Assert.Contains("exit code 0", verified, StringComparison.Ordinal);
        await Vera.FollowAsync("Journal");
        await Vera.SeesAsync("Whole up to line …, as issuer journal verify found at ….");

        string kept = await File.ReadAllTextAsync(Path.Combine(training.Folder, "head.txt"));
        await File.WriteAllTextAsync(Path.Combine(training.Folder, "other.txt"), OneDigitAnother(kept));
        string refused = await VerifyAsync("other.txt");
        Assert.Contains("THE JOURNAL AND THE DATABASE ARE NOT AS THEY WERE WRITTEN", refused, StringComparison.Ordinal);
        Assert.Contains("exit code 1", refused, StringComparison.Ordinal);
        await Vera.FollowAsync("Journal");
        await Vera.SeesAsync("The journal and the database are not as they were written: …");
        await VerifyAsync("head.txt");
    }

    // The last digit of the hash.
    private static string OneDigitAnother(string head)
    {
        string whole = head.TrimEnd();
        return whole[..^1] + (whole[^1] == '0' ? '1' : '0') + "\n";
    }

    // The line of the exercise, with the issuer that is built in place of one that is built anew.
    private Task<string> VerifyAsync(string head) => training.TerminalAsync(
        ExerciseText.Commands("auditor", "journal verify")
            .Replace("dotnet run --project src/DigitalEmblem.Issuer --", BuiltIssuer.CommandLine, StringComparison.Ordinal)
            .Replace("FOLDER", training.DemoFolder, StringComparison.Ordinal)
            .Replace("head.txt", head, StringComparison.Ordinal) + "; echo \"exit code $?\"");
}
