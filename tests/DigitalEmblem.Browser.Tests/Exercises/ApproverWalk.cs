using DigitalEmblem.Browser.Tests.Hands;
using Xunit;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>The exercise of the approvers.</summary>
internal sealed class ApproverWalk(Training training)
{
    private const string Society = "https://society.example";

    private readonly ExerciseText _text = new("approver");

    /// <summary>Parts 1 to 3.</summary>
    /// <param name="request">The file of the Society.</param>
    /// <returns>The answer file.</returns>
    public async Task<string> DecideAsync(string request)
    {
        Trainee adam = training.Of("adam", _text), anna = training.Of("anna", _text), ben = training.Of("ben", _text);
        await adam.FollowAsync("Desk");
        await adam.BringAsync("File of the issuer", request);
        await adam.PressAsync("Bring it in");
        await adam.SeesAsync("The application of https://society.example is on the desk.");
        await adam.SeesAsync("proven: the key is this organization's");
        string application = adam.Hand.Page.Url;
        await adam.FollowAsync("Desk");
        await adam.BringAsync("File of the issuer", request);
        await adam.PressAsync("Bring it in");
        Assert.Equal(application, adam.Hand.Page.Url);
        string picture = Path.Combine(training.Folder, "picture.png");
        await File.WriteAllBytesAsync(picture, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0]);
        await adam.FollowAsync("Desk");
        await adam.BringAsync("File of the issuer", picture);
        await adam.PressAsync("Bring it in");
        await adam.Hand.SeesAsync(".wrong", "…");
        await adam.FollowAsync("Desk");
        Assert.Equal(1, await adam.Hand.Page.Locator("main tbody tr").CountAsync());

        await anna.FollowAsync("Overview");
        await anna.SeesAsync("An application waits for you");
        await anna.FollowAsync("Decide", "Decide: …");
        await anna.Hand.FollowAsync(Society);
        await anna.SeesAsync(
            "Find out first, by another way than this file, that the organization exists, is entitled to the sign, and knows of this "
                + "application. If you change the terms above, the approvals that were given are dropped.");
        await anna.PressAsync("Approve these terms");
        await anna.SeesAsync("You have approved these terms. Another approver approves the same ones next.");
        await anna.SeesAsync("You have approved: another person is needed.");
        Assert.False(await anna.Hand.HasButtonAsync("Approve these terms"));

        await ben.FollowAsync("Desk");
        await ben.Hand.FollowAsync(Society);
        await ben.Hand.SeesAsync("Approved by … anna");
        await ben.PressAsync("Approve these terms");
        await ben.SeesAsync("Two people have approved these terms. The endorsement can be signed now.");
        await ben.SeesAsync(
            "The root key of this authority signs the terms above, and the endorsement goes into the register. It can never be recalled: "
                + "it stays valid until it ends.");
        await ben.PressAsync("Sign the endorsement");
        await ben.SeesAsync("Signed: https://society.example is endorsed until …. Give the answer file to the issuer.");
        string answer = await ben.DownloadAsync("The answer file, for the issuer", training.Folder);

        await ben.FollowAsync("Desk");
        await ben.FollowAsync("Register of all endorsements");
        await ben.Hand.SeesAsync("https://society.example … anna, ben … in force");
        return answer;
    }

    /// <summary>Part 4, and what they cannot do.</summary>
    public async Task RevokeAsync(Cast cast)
    {
        Trainee adam = training.Of("adam", _text), anna = training.Of("anna", _text), ben = training.Of("ben", _text);
        await anna.FollowAsync("Desk");
        await anna.FollowAsync("Register of all endorsements");
        await anna.Hand.FollowAsync(Society);
        await anna.FillAsync("Reason", "an exercise");
        await anna.PressAsync("Ask to revoke it");
        await anna.SeesAsync("You have asked to revoke it. Nothing is revoked before another approver does the same within a day.");
        await ben.FollowAsync("Overview");
        await ben.SeesAsync("The revocation of an endorsement waits for a second person");
        await ben.Hand.FollowAsync("Decide: …");
        await ben.Hand.FollowAsync(Society);
        await ben.SeesAsync(
            "As the second approver you revoke it now. It is then not given out or renewed, and the organization sees the reason of "
                + "the first approver. Stays valid until …: until then every validator accepts it, because nothing can revoke a signed "
                + "endorsement.");

        await adam.FollowAsync("Desk");
        await adam.Hand.FollowAsync("Decided");
        await adam.Hand.FollowAsync(Society);
        Assert.Equal(0, await adam.Hand.Page.Locator("main form:visible").CountAsync());

        await adam.FollowAsync("People");
        await adam.Hand.FollowAsync("Invite a person");
        await adam.Hand.FillAsync("Handle", "carl");
        await adam.ChooseAsync("Approver: …");
        await adam.Hand.PressAsync("Make the link");
        string link = await adam.Hand.Page.Locator("#link").InnerTextAsync();
        Hand carl = await cast.OpenAsync("carl");
        await carl.OpenAsync(link);
        await carl.SeesAsync("An approver has to confirm it first: open the link again after that.");
        await ben.FollowAsync("Overview");
        await ben.Hand.FollowAsync("Decide: Access…");
        await ben.PressAsync("Confirm");
        await carl.OpenAsync(link);
        await carl.SeesAsync("With password and code");
        Assert.Empty(_text.Unseen);
    }
}
