namespace DigitalEmblem;

// The texts. Checked against the wording or an official commentary: Geneva Convention I 44; Additional Protocol I, Annex I 1, 16 and 17; Additional Protocol I 65; Hague Convention 16 and
// 17(1)-(2); the sign of enhanced protection. Whatever rests on anything else ends in SeeTheTreaty, and a test holds that.
public sealed partial record PurposeExplanation
{
    /// <summary>All five, in the order of their bits.</summary>
    public static IReadOnlyList<PurposeExplanation> All { get; } =
    [
        new()
        {
            Purpose = Purposes.Protective,
            Name = "protective",
            Sign = "Red cross, red crescent or red crystal on a white ground, large.",
            Meaning = "Shown for medical units, transports and personnel, and for certain humanitarian work, which the law demands to respect and protect.",
            Concerns = "Medical units, establishments, transports, personnel and equipment, and certain humanitarian operations" + SeeTheTreaty + ".",
            Articles = "Geneva Convention I 44; Additional Protocol I, Annex I 1. Also GC I 19, 24-27, 33-36, 38-43; GC II 22-27, 36-37, 41-44; GC IV 18-22; AP I 8, 12, 15, 18, 21-24; AP II 9-12; AP III 2" + SeeTheTreaty + ".",
            AuthorisedBy = "The competent authority of a State or party; the ICRC and the IFRC in their own right (GC I 44). For civilian hospitals the State" + SeeTheTreaty + ".",
            Limits = "Ends for whoever commits acts harmful to the enemy outside humanitarian duties, after a warning that goes unheeded" + SeeTheTreaty + ".",
        },
        new()
        {
            Purpose = Purposes.Indicative,
            Name = "indicative",
            Sign = "The same signs, small.",
            Meaning = "Shows a link with the Red Cross and Red Crescent Movement only; it gives no protection under the Conventions.",
            Concerns = "People and things of the Movement (GC I 44).",
            Articles = "Geneva Convention I 44, paragraphs 2 to 4. Also AP III 3 and the 1991 Regulations on the use of the emblem by National Societies" + SeeTheTreaty + ".",
            AuthorisedBy = "National law and the National Society" + SeeTheTreaty + ".",
            Limits = "Says nothing of protection, in peace or in war (GC I 44).",
        },
        new()
        {
            Purpose = Purposes.DangerousForces,
            Name = "dangerous-forces",
            Sign = "Three bright orange circles of equal size on one axis, one radius apart.",
            Meaning = "Shown for works and installations that contain dangerous forces: dams, dykes and nuclear power stations.",
            Concerns = "Dams, dykes and nuclear electrical generating stations. Not to be attacked where that may release the forces and cause severe losses among civilians" + SeeTheTreaty + ".",
            Articles = "Additional Protocol I, Annex I 17 (16 in the text of 1977). Also AP I 56 and AP II 15" + SeeTheTreaty + ".",
            AuthorisedBy = "The party to the conflict. Marking is optional, and its absence frees nobody of a duty" + SeeTheTreaty + ".",
            Limits = "Ends under the narrow conditions of AP I 56(2), such as regular, significant and direct support of military operations" + SeeTheTreaty + ".",
        },
        new()
        {
            Purpose = Purposes.CivilDefence,
            Name = "civil-defence",
            Sign = "A blue equilateral triangle on an orange ground.",
            Meaning = "Shown for civil defence organizations, their personnel, buildings, shelters and equipment.",
            Concerns = "Civil defence organizations, personnel, buildings, shelters for civilians and materiel" + SeeTheTreaty + ".",
            Articles = "Additional Protocol I 65; Annex I 16. Also AP I 61-64, 66, 67" + SeeTheTreaty + ".",
            AuthorisedBy = "The competent national authorities, who also supervise its use" + SeeTheTreaty + ".",
            Limits = "Ends for acts harmful to the enemy outside proper tasks, after a warning with a time limit has gone unheeded (AP I 65).",
        },
        new()
        {
            Purpose = Purposes.CulturalProperty,
            Name = "cultural-property",
            Sign = "A blue and white shield; three shields, or a shield with a detached red outline, for stricter regimes.",
            Meaning = "Shown for cultural property, regime not stated: the emblem does not say whether general, special or enhanced protection is meant.",
            Concerns = "Property of great importance to the cultural heritage of peoples" + SeeTheTreaty + ".",
            Articles = "Hague Convention of 1954, 16 and 17. Also 1-4, 6, 8-13 and Regulations 20; Second Protocol of 1999, 10-14; AP I 53; AP II 16" + SeeTheTreaty + ".",
            AuthorisedBy = "The competent authority of the State Party, by an authorisation that is dated and signed" + SeeTheTreaty + ".",
            Limits = "May be waived for imperative military necessity under the conditions of its regime" + SeeTheTreaty + ".",
        },
    ];

    /// <summary>What holds for every purpose, and belongs beside every explanation.</summary>
    public static IReadOnlyList<string> Caveats { get; } =
    [
        "The sign does not create the protection; the law does, and it holds for the unmarked as well.",
        "That no emblem was found does not mean that nothing protects the asset.",
        "What is marked is a name and the services associated with it, not the machines behind its addresses.",
        "A treaty binds the States that are party to it; not every State is party to AP I, AP III or the Second Protocol of 1999.",
        "No treaty recognises a digital emblem yet. AP I, Annex I 1(4), invites the parties to agree on further signals.",
        "Whether an armed conflict exists, and which rules apply, no program can know.",
        "Misuse of the signs is to be prevented and punished at all times (GC I 53-54).",
    ];
}
