using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Tests.People;

/// <summary>People who join a scene's service and sign in, as the pages would have them do it; and another instance beside it.</summary>
internal sealed class Members(IssuerScene scene)
{
    public const string Password = "zebra lantern copper tide";

    public static readonly byte[] CodeKey = RandomNumberGenerator.GetBytes(Totp.KeyBytes);

    public IssuerScene Scene => scene;

    public IssuerStore Store { get; } = scene.Store;

    /// <summary>The same people, by another instance on the same database.</summary>
    public Members Elsewhere => new(scene, new IssuerStore(scene.Contexts, scene.Clock));

    private Members(IssuerScene scene, IssuerStore store)
        : this(scene) => Store = store;

    public InvitePerson Invite => new(Store);

    public AcceptInvitation Accept => new(Store);

    public FindInvitation FindInvitation => new(Store, scene.Clock);

    public SignIn SignIn => new(Store, new FindSubject(Store), scene.Clock);

    public FindSession FindSession => new(Store, scene.Clock);

    public RenewSession Renew => new(Store, scene.Clock);

    public EndSessions EndSessions => new(Store);

    public GiveAccess GiveAccess => new(Store);

    public ChangeRoles ChangeRoles => new(Store);

    public EndPerson EndPerson => new(Store);

    public RevokeCredential RevokeCredential => new(Store);

    public DecideProposal Decide(MayApprove? may = null) => new(Store, may ?? scene.MayApprove);

    /// <summary>The code that the person's authenticator shows now.</summary>
    public string Code => Totp.CodeOf(CodeKey, Totp.StepAt(scene.Clock.Now));

    /// <summary>A password with its code, as the pages seal it: here by turning it round.</summary>
    public NewCredential NewPassword(string handle) =>
        NewCredential.OfPassword(handle, Password, CodeKey, Seal(CodeKey), Code, scene.Clock.Now);

    /// <summary>A passkey as ASP.NET Core Identity describes it.</summary>
    public NewCredential NewPasskey(byte[]? id = null, uint signCount = 0) => NewCredential.OfPasskey(new UserPasskeyInfo(
        id ?? RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(77), scene.Clock.Now, signCount, ["internal"],
        isUserVerified: true, isBackupEligible: true, isBackedUp: false, [1], [2])
    {
        Name = "my laptop",
    });

    public static byte[] Seal(byte[] key) => [.. key.Reverse()];

    public static byte[]? Open(byte[] box) => [.. box.Reverse()];

    /// <summary>Joins by an invitation and a passkey.</summary>
    public async Task<OpenedSession> JoinAsync(string handle, AccessRoles roles, byte[]? passkey = null)
    {
        (_, string secret) = await Invite.RunAsync("operator", handle, roles, null, default);
        return await Accept.RunAsync(secret, NewPasskey(passkey), null, default);
    }

    /// <summary>Joins by an invitation and a password; the code's time step is over afterwards.</summary>
    public async Task<OpenedSession> JoinByPasswordAsync(string handle, AccessRoles roles)
    {
        (_, string secret) = await Invite.RunAsync("operator", handle, roles, null, default);
        OpenedSession opened = await Accept.RunAsync(secret, NewPassword(handle), null, default);
        scene.Clock.Now += TimeSpan.FromSeconds(30);
        return opened;
    }

    public Task<OpenedSession?> SignInAsync(string handle, string? code = null) =>
        SignIn.ByPasswordAsync(handle, Password, code ?? Code, Open, default);

    public Task<Person> PersonAsync(string handle) => scene.ReadAsync(d => d.Persons.SingleAsync(p => p.Handle == handle));

    public Task<AccessProposal> OpenProposalAsync(string handle) => scene.ReadAsync(
        d => d.AccessProposals.Where(p => p.Handle == handle && p.State == ProposalState.Open).OrderBy(p => p.Id).LastAsync());
}
